# The functions on Google Cloud; what is between them is in topics.tf.

locals {
  name = "deployment-authorizer-${var.permissions.installation}"

  # One instance of grant-access, of notify and of hand-over: it makes one pass of calls for the same
  # key that arrive together, and what another instance wrote it would learn from a conflict only.
  functions = {
    answer-slack  = { instances = 2, concurrency = 20 }
    decide-access = { instances = 3, concurrency = 8 }
    grant-access  = { instances = 1, concurrency = 80 }
    hand-over     = { instances = 1, concurrency = 80 }
    notify        = { instances = 1, concurrency = 80 }
    operate       = { instances = 1, concurrency = 10 }
    receive-event = { instances = 1, concurrency = 10 }
    sweep         = { instances = 1, concurrency = 1 }
  }
  # People call it, from wherever they are: whom Cloud Run's roles/run.invoker is given to.
  by_hand = ["operate"]
  # Anybody may call them: the signature says who it is, and the number of instances bounds what that
  # can cost. With `endpoints: none` in the access rules they are not made.
  public = ["answer-slack", "receive-event"]
  made   = { for name, one in local.functions : name => one if var.permissions.endpoints == "public" || !contains(local.public, name) }

  timeout = 120

  environment = merge(var.endpoints, {
    ACCESS_RULES             = "access-rules.yml"
    AIRFLOW_ORIGINS          = var.airflow_origins
    ASTRO_ORGANIZATION_ID    = var.astro_organization_id
    ASTRO_TOKEN_SECRET       = var.permissions.secrets["astro-token"]
    ASTRO_WRITE_TOKEN_SECRET = var.permissions.secrets["astro-write-token"]
    DEPLOYMENTS_TOPIC        = google_pubsub_topic.topics["deployments"].name
    GOOGLE_CLOUD_PROJECT     = var.project
    HANDOVERS_TOPIC          = google_pubsub_topic.topics["handovers"].name
    MESSAGES_TOPIC           = google_pubsub_topic.topics["messages"].name
    NODE_ENV                 = "production" # Else the framework answers with stacks what it cannot read.
    RECEIVE_SECRET           = var.permissions.secrets["receive-secret"]
    RECORD_COLLECTION        = "deployment-authorizer"
    RECORD_DATABASE          = google_firestore_database.record.name
    RULES_COMMIT             = var.rules_commit
    SLACK_APP_ID             = var.slack_app_id
    SLACK_SIGNING_SECRET     = var.permissions.secrets["slack-signing-secret"]
    SLACK_TEAM_ID            = var.slack_team_id
    SLACK_TOKEN_SECRET       = var.permissions.secrets["slack-token"]
    TARGETS_TOPIC            = google_pubsub_topic.topics["targets"].name
  })
}

locals {
  # Astro allows a token 25 in all; the sweep takes 10, and there are three instances.
  paces = { decide-access = { ASTRO_GETS_PER_SECOND = "5" } }
  # Where each function keeps what it cannot read.
  dead_letters = {
    for topic, name in local.topics : name => { DEAD_LETTERS_TOPIC = google_pubsub_topic.dead[topic].name }
  }
}

resource "google_project_service" "apis" {
  for_each = toset([
    "artifactregistry", "bigquery", "cloudbuild", "cloudfunctions", "cloudscheduler", "firestore",
    "monitoring", "pubsub", "run", "storage",
  ])
  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}

# npm run package:gcp makes it.
data "archive_file" "source" {
  type        = "zip"
  source_dir  = "${path.module}/../../dist/gcp"
  excludes    = ["node_modules"]
  output_path = "${path.module}/../../dist/gcp.zip"
}

resource "google_storage_bucket" "source" {
  name                        = "${var.project}-source-${substr(sha1(local.name), 0, 8)}"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
}

resource "google_storage_bucket_object" "source" {
  name   = "${data.archive_file.source.output_sha256}.zip"
  bucket = google_storage_bucket.source.name
  source = data.archive_file.source.output_path
}

resource "google_cloudfunctions2_function" "functions" {
  for_each = local.made
  name     = "${each.key}-${var.permissions.installation}"
  location = var.region
  labels   = { managed-by = "deployment-authorizer" }

  build_config {
    runtime     = "nodejs24"
    entry_point = each.key
    source {
      storage_source {
        bucket = google_storage_bucket.source.name
        object = google_storage_bucket_object.source.name
      }
    }
  }

  service_config {
    service_account_email            = var.permissions.functions[each.key].service_account
    environment_variables            = merge(local.environment, lookup(local.dead_letters, each.key, {}), lookup(local.paces, each.key, {}))
    timeout_seconds                  = contains(local.public, each.key) ? 10 : local.timeout
    min_instance_count               = each.key == "answer-slack" ? var.kept_warm : 0
    max_instance_count               = each.value.instances
    max_instance_request_concurrency = each.value.concurrency
    available_cpu                    = "1"
    available_memory                 = "512Mi"
    # Of the others only Pub/Sub and Cloud Scheduler of this project, with a token of the caller's.
    ingress_settings = contains(concat(local.by_hand, local.public), each.key) ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY"
  }

  depends_on = [google_project_service.apis]
}

resource "google_cloud_run_service_iam_member" "caller" {
  for_each = { for name, one in google_cloudfunctions2_function.functions : name => one if !contains(concat(local.by_hand, local.public), name) }
  location = each.value.location
  service  = each.value.name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${var.permissions.caller}"
}

resource "google_cloud_run_service_iam_member" "public" {
  for_each = setintersection(keys(local.made), local.public)
  location = google_cloudfunctions2_function.functions[each.key].location
  service  = google_cloudfunctions2_function.functions[each.key].name
  role     = "roles/run.invoker"
  member   = "allUsers"
}

resource "google_cloud_scheduler_job" "sweep" {
  name             = "${local.name}-sweep"
  description      = "What is due is sent again"
  region           = var.region
  schedule         = "* * * * *"
  attempt_deadline = "${local.timeout}s"

  http_target {
    http_method = "POST"
    uri         = google_cloudfunctions2_function.functions["sweep"].service_config[0].uri
    oidc_token {
      service_account_email = var.permissions.caller
      audience              = google_cloudfunctions2_function.functions["sweep"].service_config[0].uri
    }
  }
}
