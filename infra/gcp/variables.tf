variable "project" {
  description = "The project that the functions run in."
  type        = string
}

variable "region" {
  description = "Where the functions and the record are."
  type        = string
  default     = "europe-west1"
}

variable "permissions" {
  description = "The outputs of infra/gcp/permissions, which is applied before: terraform output -json."
  type = object({
    installation = string
    caller       = string
    secrets      = map(string)
    functions    = map(object({ service_account = string, topics = list(string) }))
  })
}

variable "astro_organization_id" {
  description = "The Astro Organization whose Deployments get access."
  type        = string
}

variable "rules_commit" {
  description = "The commit that the access rules are of; shown in Slack and in the audit trail."
  type        = string
  default     = ""
}

variable "endpoints" {
  description = "Other addresses, such as of emulators: ASTRO_API_URL, SLACK_API_URL and gcloud's own CLOUDSDK_API_ENDPOINT_OVERRIDES_*."
  type        = map(string)
  default     = {}
  validation {
    condition = alltrue([
      for name in keys(var.endpoints) : can(regex("^(ASTRO_API_URL|SLACK_API_URL|CLOUDSDK_API_ENDPOINT_OVERRIDES_[A-Z]+)$", name))
    ])
    error_message = "Each key is ASTRO_API_URL, SLACK_API_URL or CLOUDSDK_API_ENDPOINT_OVERRIDES_ and an API."
  }
}

variable "notification_channels" {
  description = "Cloud Monitoring's channels to tell when something failed for good."
  type        = list(string)
  default     = []
}
