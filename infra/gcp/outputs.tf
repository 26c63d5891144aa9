output "receive_event_url" {
  description = "Where CI jobs and Terraform send the ids of Deployments; docs/receive-event.md says how."
  value       = google_cloudfunctions2_function.functions["receive-event"].service_config[0].uri
}
