# What the functions may do: applied before the functions, and by whoever answers for the projects.
# What of this is about targets is in permissions.tf.json, generated from the access rules.

locals {
  functions = {
    answer-slack  = { secrets = ["slack-signing-secret", "slack-token"], topics = ["deployments", "targets", "messages", "handovers"] }
    decide-access = { secrets = ["astro-token"], topics = ["targets", "messages"] }
    grant-access  = { secrets = [], topics = ["deployments", "messages"] }
    hand-over     = { secrets = ["astro-write-token"], topics = ["messages"] }
    notify        = { secrets = ["slack-token"], topics = ["handovers"] }
    operate       = { secrets = ["astro-token"], topics = ["deployments", "targets", "messages", "handovers"] }
    receive-event = { secrets = ["receive-secret"], topics = ["deployments"] }
    sweep         = { secrets = ["astro-token"], topics = ["deployments", "targets", "messages", "handovers"] }
  }

  # A service account's name has at most 30 characters.
  suffix = (length(local.installation) <= 16
    ? local.installation
  : "${substr(local.installation, 0, 7)}-${substr(sha1(local.installation), 0, 8)}")

  grant_access       = google_service_account.functions["grant-access"].member
  bucket_projects    = { for bucket in local.target_buckets : bucket => lookup(var.bucket_projects, bucket, var.project) }
  operate            = google_service_account.functions["operate"].member
  role_projects      = toset(concat(local.target_projects, values(local.bucket_projects)))
  read_role_projects = toset(concat(local.read_projects, values(local.bucket_projects)))
  database           = "projects/${var.project}/databases/deployment-authorizer-${local.installation}"

  readable = merge([
    for name, function in local.functions : {
      for secret in function.secrets : "${name} ${secret}" => { function = name, secret = secret }
    }
  ]...)
}

resource "google_project_service" "apis" {
  for_each           = toset(["cloudresourcemanager", "iam", "secretmanager"])
  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}

resource "google_service_account" "functions" {
  for_each     = local.functions
  account_id   = "${each.key}-${local.suffix}"
  display_name = "deployment-authorizer ${local.installation}: ${each.key}"
}

# Pub/Sub and Cloud Scheduler call the functions as this one, which may do nothing else.
resource "google_service_account" "caller" {
  account_id   = "caller-${local.suffix}"
  display_name = "deployment-authorizer ${local.installation}: calls its functions"
}

# Firestore knows no permission below a database.
resource "google_project_iam_member" "record" {
  # receive-event is open to all; it reads no record, so that it can give none away.
  for_each = setsubtract(keys(local.functions), ["receive-event"])
  project  = var.project
  role     = "roles/datastore.user"
  member   = google_service_account.functions[each.key].member
  condition {
    title      = "only the record"
    expression = "resource.name == '${local.database}' || resource.name.startsWith('${local.database}/')"
  }
}

resource "google_secret_manager_secret" "tokens" {
  for_each  = toset(flatten(values(local.functions)[*].secrets))
  secret_id = "deployment-authorizer-${local.installation}-${each.key}"
  replication {
    auto {}
  }
  depends_on = [google_project_service.apis]
}

resource "google_secret_manager_secret_iam_member" "readers" {
  for_each  = local.readable
  secret_id = google_secret_manager_secret.tokens[each.value.secret].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.functions[each.value.function].member
}
