# What must not go unseen. Nobody hears of it without a notification channel.

resource "google_monitoring_alert_policy" "dead" {
  display_name          = "${local.name}: a message failed for good"
  combiner              = "OR"
  notification_channels = var.notification_channels

  dynamic "conditions" {
    for_each = google_pubsub_subscription.dead
    content {
      display_name = "${conditions.value.name} is not empty"
      condition_threshold {
        filter          = "resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${conditions.value.name}\" AND metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\""
        comparison      = "COMPARISON_GT"
        threshold_value = 0
        duration        = "0s"
        aggregations {
          alignment_period   = "60s"
          per_series_aligner = "ALIGN_MAX"
        }
      }
    }
  }
}

# Whatever waits, and every message that was lost, is sent again by it alone.
resource "google_monitoring_alert_policy" "sweep" {
  display_name          = "${local.name}: sweep has stopped"
  combiner              = "OR"
  notification_channels = var.notification_channels

  conditions {
    display_name = "sweep has not answered for ten minutes"
    condition_absent {
      filter   = "resource.type = \"cloud_run_revision\" AND resource.labels.service_name = \"${google_cloudfunctions2_function.functions["sweep"].name}\" AND metric.type = \"run.googleapis.com/request_count\" AND metric.labels.response_code_class = \"2xx\""
      duration = "600s"
      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_RATE"
      }
    }
  }
}
