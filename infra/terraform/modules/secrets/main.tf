# Made without a version: no value is ever known to Terraform, neither in the plan nor in the state.
# A function that starts before the operator has filled its secret stops and says which one it is.
resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV2_AWS_57:credentials of Kafka, OpenSky and Databricks are made there; a Lambda cannot rotate them
  # checkov:skip=CKV_AWS_149:Secrets Manager's own key unless kms_key_arn names another
  for_each                = var.secrets
  name                    = "${var.context.name}/${each.key}"
  description             = each.value.what_it_is
  kms_key_id              = var.context.kms_key_arn
  recovery_window_in_days = each.value.remove_at_once ? 0 : 7
}
