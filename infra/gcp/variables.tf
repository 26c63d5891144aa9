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
    endpoints    = string
    caller       = string
    secrets      = map(string)
    functions    = map(object({ service_account = string, topics = list(string) }))
  })
}

variable "astro_organization_id" {
  description = "The Astro Organization whose Deployments get access."
  type        = string
}

variable "slack_app_id" {
  description = "Of the Slack app: a press that says it is of another is refused."
  type        = string
  default     = ""
}

variable "slack_team_id" {
  description = "Of the Slack workspace: a press that says it is from another is refused."
  type        = string
  default     = ""
}

variable "airflow_origins" {
  description = "Where else than to Astro's API hand-over may send a token, such as https://*.astronomer.run."
  type        = string
  default     = ""
}

variable "kept_warm" {
  description = "Instances of answer-slack that are kept, and paid for, between two presses: Slack waits three seconds."
  type        = number
  default     = 0
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
