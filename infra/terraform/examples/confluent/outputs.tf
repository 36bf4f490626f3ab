output "kafka_bootstrap_servers" {
  description = "Variable of infra/terraform."
  value       = trimprefix(confluent_kafka_cluster.this.bootstrap_endpoint, "SASL_SSL://")
}

output "kafka_secret_arn" {
  description = "Variable of infra/terraform: the secret of the functions and the Kafka trigger."
  value       = aws_secretsmanager_secret.this["tracker"].arn
}

output "poller_secret_name" {
  description = "Where the user and password of the poller elsewhere are: aws secretsmanager get-secret-value; null without one."
  value       = var.poller ? aws_secretsmanager_secret.this["poller"].name : null
}
