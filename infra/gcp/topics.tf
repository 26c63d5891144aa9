# A topic for each queue, pushed to its function; what failed ten times goes to a topic of its own.

locals {
  # The function that each topic is pushed to.
  topics = {
    deployments = "decide-access"
    targets     = "grant-access"
    messages    = "notify"
    handovers   = "hand-over"
  }

  publishers = merge([
    for name, function in var.permissions.functions : {
      for topic in function.topics : "${name} ${topic}" => { account = function.service_account, topic = topic }
    }
  ]...)

  pubsub = "serviceAccount:service-${data.google_project.here.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

data "google_project" "here" {}

resource "google_pubsub_topic" "topics" {
  for_each   = local.topics
  name       = "${local.name}-${each.key}"
  depends_on = [google_project_service.apis]
}

resource "google_pubsub_topic" "dead" {
  for_each   = local.topics
  name       = "${local.name}-${each.key}-dead"
  depends_on = [google_project_service.apis]
}

resource "google_pubsub_subscription" "pushed" {
  for_each             = local.topics
  name                 = "${local.name}-${each.key}"
  topic                = google_pubsub_topic.topics[each.key].id
  ack_deadline_seconds = local.timeout

  push_config {
    # From the path the framework learns the topic; without it, it complains of every message.
    push_endpoint = "${google_cloudfunctions2_function.functions[each.value].service_config[0].uri}/${google_pubsub_topic.topics[each.key].id}"
    oidc_token {
      service_account_email = var.permissions.caller
      audience              = google_cloudfunctions2_function.functions[each.value].service_config[0].uri
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.key].id
    max_delivery_attempts = 10
  }

  # Unless told so, a subscription ends after 31 quiet days.
  expiration_policy {
    ttl = ""
  }
}

# A dead-letter topic without a subscription keeps nothing.
resource "google_pubsub_subscription" "dead" {
  for_each                   = local.topics
  name                       = "${local.name}-${each.key}-dead"
  topic                      = google_pubsub_topic.dead[each.key].id
  message_retention_duration = "1209600s"
  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "publishers" {
  for_each = local.publishers
  topic    = google_pubsub_topic.topics[each.value.topic].id
  role     = "roles/pubsub.publisher"
  member   = "serviceAccount:${each.value.account}"
}

# Pub/Sub itself moves what is dead.
resource "google_pubsub_topic_iam_member" "dead" {
  for_each = local.topics
  topic    = google_pubsub_topic.dead[each.key].id
  role     = "roles/pubsub.publisher"
  member   = local.pubsub
}

# What it cannot read a function moves there itself, with the reason.
resource "google_pubsub_topic_iam_member" "unreadable" {
  for_each = local.topics
  topic    = google_pubsub_topic.dead[each.key].id
  role     = "roles/pubsub.publisher"
  member   = "serviceAccount:${var.permissions.functions[each.value].service_account}"
}

resource "google_pubsub_subscription_iam_member" "dead" {
  for_each     = local.topics
  subscription = google_pubsub_subscription.pushed[each.key].id
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub
}
