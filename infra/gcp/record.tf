# The record. It outlives the functions: without it nothing is taken back, and nobody can say what
# was given to whom. No index is declared: Firestore makes those of single fields by itself.

resource "google_firestore_database" "record" {
  name                              = local.name
  location_id                       = var.region
  type                              = "FIRESTORE_NATIVE"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"
  deletion_policy                   = "ABANDON"
  depends_on                        = [google_project_service.apis]
}
