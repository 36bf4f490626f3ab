output "dashboard" {
  description = "Open this: the map; null without the website."
  value       = one(module.website[*].url)
}

output "api" {
  description = "The API; its /docs lists what it answers."
  value       = var.website_enabled ? "${module.website[0].url}/api" : module.http_api.url
}

output "health" {
  description = "Is everything well: each part with a sentence."
  value       = "${var.website_enabled ? "${module.website[0].url}/api" : module.http_api.url}/health"
}

output "next_steps" {
  description = "What Terraform does not do: fill the secrets, make the topics, confirm the mail."
  value = concat(
    [for name, command in module.secrets.commands : "Fill the secret ${name}: ${command}"],
    [for function, references in var.secret_references : join(" ", concat(["See that ${function} finds:"], sort(values(references))))],
    ["Make the topics, if they are not there: ${join("; ", local.topic_commands)}"],
    [for address in var.alarm_email[*] : "Confirm the subscription in the mail to ${address}" if var.alarms_enabled],
    var.alarms_enabled && var.alarm_email == null ? ["Set alarm_email (and monthly_budget_usd): the alarms are there, and nobody is told"] : [],
    local.warehouse == null ? [] : ["Make an OAuth secret of each of the two service principals in Databricks, and put it into the secret of load (loader) and api (reader)"],
  )
}

output "functions" {
  description = "Name of each function, by its package."
  value       = { for name, function in module.function : name => function.name }

  # An emulator runs the functions on this machine's own library.
  precondition {
    condition     = local.fits_runtime || var.function_endpoint_url != null
    error_message = "The packages need glibc ${try(local.packages.glibc, "?")}, and Lambda's ${local.packages.runtime} has ${try(local.runtime_glibc[local.packages.runtime], "one that is not in packages.tf")}: package for a newer Python, or the functions stop at import."
  }
}

output "data_bucket" {
  description = "Live view, frames, landing files."
  value       = module.storage.data_bucket
}

output "triggers" {
  description = "Ids of the Kafka triggers, by topic's role; null where something else calls consume_batch."
  value       = one(module.stream[*].mappings)
}

output "schedules" {
  description = "Group and name of each schedule, how often it fires, and the delays in each."
  value = { for name, schedule in module.schedule : name => merge(schedule.schedule, {
    expression = schedule.expression, delays_seconds = schedule.delays_seconds, dead_letters = schedule.dead_letters
  }) }
}

output "operations_dashboard" {
  description = "CloudWatch's dashboard; null without one."
  value       = module.observability.dashboard_url
}

output "alarms" {
  description = "Names of the alarms."
  value       = module.observability.alarms
}

locals {
  retention_ms = var.kafka_retention_hours * 3600 * 1000
  topic_commands = [for topic, partitions in { (var.kafka_topic) = var.kafka_partitions, (var.kafka_rejected_topic) = 1 } :
    "kafka-topics.sh --bootstrap-server ${split(",", var.kafka_bootstrap_servers)[0]} --command-config client.properties --create --if-not-exists --topic ${topic} --partitions ${partitions} --config retention.ms=${local.retention_ms}"
  ]
}
