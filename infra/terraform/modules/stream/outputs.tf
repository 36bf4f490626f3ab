output "mappings" {
  description = "Id of the trigger of each topic, to pause it by the CLI."
  value       = { for role, mapping in aws_lambda_event_source_mapping.topic : role => mapping.uuid }
}

output "topics" {
  description = "The topics that are consumed."
  value       = var.stream.topics
}
