# A Basic cluster in Confluent Cloud, the two topics, and a user that may use them and nothing else.
# Its outputs are variables of infra/terraform; its API key goes into the secret of Kafka by hand:
#   terraform output -json credentials | aws secretsmanager put-secret-value --secret-id flight-tracker/kafka --secret-string file:///dev/stdin
# CONFLUENT_CLOUD_API_KEY and CONFLUENT_CLOUD_API_SECRET are read from the environment.
# The key that is made stands in this folder's state: keep the state encrypted.
provider "confluent" {}

resource "confluent_environment" "this" {
  display_name = var.name
}

resource "confluent_kafka_cluster" "this" {
  display_name = var.name
  availability = "SINGLE_ZONE"
  cloud        = "AWS"
  region       = var.region
  basic {}
  environment {
    id = confluent_environment.this.id
  }
}

resource "confluent_service_account" "this" {
  for_each     = toset(["admin", "tracker"])
  display_name = "${var.name}-${each.key}"
  description  = each.key == "admin" ? "Makes the topics" : "The functions and the Kafka trigger"
}

resource "confluent_role_binding" "admin" {
  principal   = "User:${confluent_service_account.this["admin"].id}"
  role_name   = "CloudClusterAdmin"
  crn_pattern = confluent_kafka_cluster.this.rbac_crn
}

resource "confluent_api_key" "this" {
  for_each     = confluent_service_account.this
  display_name = each.value.display_name
  owner {
    id          = each.value.id
    api_version = each.value.api_version
    kind        = each.value.kind
  }
  managed_resource {
    id          = confluent_kafka_cluster.this.id
    api_version = confluent_kafka_cluster.this.api_version
    kind        = confluent_kafka_cluster.this.kind
    environment {
      id = confluent_environment.this.id
    }
  }
  depends_on = [confluent_role_binding.admin]
}

resource "confluent_kafka_topic" "this" {
  for_each         = var.topics
  topic_name       = each.key
  partitions_count = each.value.partitions
  rest_endpoint    = confluent_kafka_cluster.this.rest_endpoint
  config           = { "retention.ms" = tostring(var.retention_hours * 3600 * 1000), "cleanup.policy" = "delete" }
  kafka_cluster {
    id = confluent_kafka_cluster.this.id
  }
  credentials {
    key    = confluent_api_key.this["admin"].id
    secret = confluent_api_key.this["admin"].secret
  }
}

locals {
  # The functions write and read the topics, the trigger's consumer groups begin with the name.
  rights = merge(
    { for pair in setproduct(keys(var.topics), ["READ", "WRITE", "DESCRIBE"]) :
    "${pair[0]} ${pair[1]}" => { type = "TOPIC", name = pair[0], pattern = "LITERAL", operation = pair[1] } },
    { for operation in ["READ", "DESCRIBE"] :
    "groups ${operation}" => { type = "GROUP", name = "${var.name}-consume-", pattern = "PREFIXED", operation = operation } },
    # Lambda's trigger looks at the cluster's configuration.
    { "cluster's configuration" = { type = "CLUSTER", name = "kafka-cluster", pattern = "LITERAL", operation = "DESCRIBE_CONFIGS" } },
    { "idempotent writes" = { type = "CLUSTER", name = "kafka-cluster", pattern = "LITERAL", operation = "IDEMPOTENT_WRITE" } },
  )
}

resource "confluent_kafka_acl" "tracker" {
  for_each      = local.rights
  resource_type = each.value.type
  resource_name = each.value.name
  pattern_type  = each.value.pattern
  principal     = "User:${confluent_service_account.this["tracker"].id}"
  host          = "*" # Lambda has no fixed address
  operation     = each.value.operation
  permission    = "ALLOW"
  rest_endpoint = confluent_kafka_cluster.this.rest_endpoint
  kafka_cluster {
    id = confluent_kafka_cluster.this.id
  }
  credentials {
    key    = confluent_api_key.this["admin"].id
    secret = confluent_api_key.this["admin"].secret
  }
}
