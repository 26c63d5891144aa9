output "installation" {
  description = "As the access rules name it."
  value       = local.installation
}

output "endpoints" {
  description = "Whether the functions that anybody may call are made: public or none."
  value       = local.endpoints
}

output "functions" {
  description = "The functions: each one's service account, and the topics that it may publish to."
  value = {
    for name, function in local.functions : name => {
      service_account = google_service_account.functions[name].email
      topics          = function.topics
    }
  }
}

output "caller" {
  description = "The service account that calls the functions."
  value       = google_service_account.caller.email
}

output "secrets" {
  description = "The secrets' names; their values are added by hand."
  value       = { for name, secret in google_secret_manager_secret.tokens : name => secret.secret_id }
}
