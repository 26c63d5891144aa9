output "receive_event_url" {
  description = "Where CI jobs and Terraform send the ids of Deployments; docs/receive-event.md says how."
  value       = google_cloudfunctions2_function.functions["receive-event"].service_config[0].uri
}

output "operate_url" {
  description = "Where the command line asks: OPERATE_URL. Only who has roles/run.invoker is answered."
  value       = google_cloudfunctions2_function.functions["operate"].service_config[0].uri
}
