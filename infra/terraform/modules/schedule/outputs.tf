output "expression" {
  description = "How often Scheduler fires."
  value       = local.expression
}

output "delays_seconds" {
  description = "After which delays the function is called each time."
  value       = local.delays
}

output "dead_letters" {
  description = "Name of the queue of calls that failed."
  value       = aws_sqs_queue.dead_letters.name
}

output "schedule" {
  description = "Group and name, as the CLI wants them to pause the schedule."
  value       = { group = local.name, name = local.name }
}
