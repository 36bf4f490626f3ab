# A Basic cluster in Confluent Cloud, the two topics, and users that may use them and nothing else:
# a module of its own, which nobody needs who has a Kafka. It is no module of infra/terraform behind a
# variable, because Terraform asks for the providers of every module that is named, also of those
# that are not made: everybody would have to have Confluent's.
#
# Apply it first; its outputs are variables of infra/terraform. CONFLUENT_CLOUD_API_KEY and
# CONFLUENT_CLOUD_API_SECRET are read from the environment. The users' API keys go into Secrets Manager
# by a write-only argument. Confluent's provider keeps them in this folder's state as well: keep that
# state encrypted, and apart from the other.
provider "confluent" {}

provider "aws" {
  region = var.region
}

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
  for_each     = merge({ admin = "Makes the topics" }, local.users)
  display_name = "${var.name}-${each.key}"
  description  = each.value
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

resource "confluent_kafka_acl" "this" {
  for_each      = local.rights
  resource_type = each.value.type
  resource_name = each.value.name
  pattern_type  = each.value.pattern
  principal     = "User:${confluent_service_account.this[each.value.user].id}"
  host          = "*" # neither Lambda nor a home has a fixed address
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

resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV2_AWS_57:Confluent makes the keys; to rotate one, replace it here
  # checkov:skip=CKV_AWS_149:Secrets Manager's own key unless kms_key_arn names another
  for_each    = local.users
  name        = "${var.name}/confluent-${each.key}"
  description = each.value
  kms_key_id  = var.kms_key_arn
}

resource "aws_secretsmanager_secret_version" "this" {
  for_each                 = local.users
  secret_id                = aws_secretsmanager_secret.this[each.key].id
  secret_string_wo         = jsonencode({ username = confluent_api_key.this[each.key].id, password = confluent_api_key.this[each.key].secret })
  secret_string_wo_version = parseint(substr(md5(confluent_api_key.this[each.key].id), 0, 7), 16) # another key is another version
}
