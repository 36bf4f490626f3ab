output "dashboard_url" {
  description = "The dashboard in CloudWatch; null without one."
  value = var.alarms.dashboard ? join("", [
    "https://${var.context.region}.console.aws.amazon.com/cloudwatch/home?region=${var.context.region}",
    "#dashboards:name=${var.context.name}",
  ]) : null
}

output "alarms" {
  description = "Names of the alarms."
  value       = sort([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name])
}

output "topic_arn" {
  description = "Where the alarms go; null where they are off."
  value       = one(aws_sns_topic.alarms[*].arn)
}
