variable "project" {
  description = "The project that the functions of deployment-authorizer run in."
  type        = string
}

variable "bucket_projects" {
  description = "The project of each bucket among the targets, where it is another than the functions'."
  type        = map(string)
  default     = {}
}
