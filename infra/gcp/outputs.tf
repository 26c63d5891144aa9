output "receive_event_url" {
  description = "Where CI jobs and Terraform send the ids of Deployments; docs/receive-event.md says how. Null with endpoints: none."
  value       = one([for name, one in google_cloudfunctions2_function.functions : one.service_config[0].uri if name == "receive-event"])
}

output "answer_slack_url" {
  description = "Where Slack sends presses: the Request URL of the app's Interactivity. Null with endpoints: none."
  value       = one([for name, one in google_cloudfunctions2_function.functions : one.service_config[0].uri if name == "answer-slack"])
}

output "operate_url" {
  description = "Where the command line asks: OPERATE_URL. Only who has roles/run.invoker is answered."
  value       = google_cloudfunctions2_function.functions["operate"].service_config[0].uri
}
