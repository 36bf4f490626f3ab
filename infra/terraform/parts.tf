# The parts that main.tf puts together: which functions, how large, on which schedule, what is watched.
locals {
  # MB and s. docs/deploy.md has what each fills; what is beyond that buys processor time, of which
  # Lambda gives one whole core at 1,769 MB. Time: a poll must end before Lambda's queue gives its
  # message to another one; the gateway waits 30 s; a load finishes the day of gold tables that it
  # has begun.
  sizes = {
    poll_opensky  = { memory_mb = 512, timeout_seconds = 30 }
    consume_batch = { memory_mb = 1024, timeout_seconds = 60 }
    pull          = { memory_mb = 1024, timeout_seconds = 60 }
    load          = { memory_mb = 1024, timeout_seconds = 900 }
    api           = { memory_mb = 1024, timeout_seconds = 29 }
  }
  load_timeout_seconds = coalesce(try(var.function_sizes["load"].timeout_seconds, null), local.sizes["load"].timeout_seconds)

  deployed = concat(["poll_opensky", "consume_batch", "api"], local.with_schedule ? ["pull"] : [], local.with_lakehouse ? ["load"] : [])
  functions = { for name in local.deployed : name => {
    name                 = name
    package              = local.package[name]
    memory_mb            = coalesce(try(var.function_sizes[name].memory_mb, null), local.sizes[name].memory_mb)
    timeout_seconds      = coalesce(try(var.function_sizes[name].timeout_seconds, null), local.sizes[name].timeout_seconds)
    reserved_concurrency = name == "poll_opensky" ? var.poll_reserved_concurrency : null
    environment          = local.environment[name]
    statements           = local.statements[name]
    vpc                  = var.vpc
  } }

  schedules = { for name, schedule in {
    poll = { package = "poll_opensky", interval_seconds = var.poll_interval_seconds, delivery = var.poll_delivery, enabled = var.poll_runs == "lambda" }
    pull = { package = "pull", interval_seconds = 60, delivery = "function", enabled = true }
    load = { package = "load", interval_seconds = var.load_interval_seconds, delivery = "function", enabled = true }
  } : name => schedule if contains(local.deployed, schedule.package) }

  made_secrets = merge(
    { for name in local.makes_kafka ? ["kafka"] : [] : name => {
      keys           = ["username", "password"]
      what_it_is     = "Kafka's SASL user; Lambda's trigger wants these two keys"
      remove_at_once = var.remove_with_content
    } },
    { for function, names in var.created_secrets : replace(function, "_", "-") => {
      keys           = names
      what_it_is     = "Settings of ${function}"
      remove_at_once = var.remove_with_content
    } if length(names) > 0 },
  )

  # A function URL behind CloudFront answers CloudFront alone.
  signs = var.api_kind == "function_url" && var.website_enabled

  watched = {
    functions             = { for name, function in module.function : name => { name = function.name, log_group = function.log_group } }
    dead_letters          = { for name, schedule in module.schedule : name => schedule.dead_letters }
    gateways              = var.api_kind == "gateway" ? { api = module.http_api.gateway_id } : {}
    load_interval_seconds = local.with_lakehouse ? var.load_interval_seconds : null
    poll_runs             = var.poll_runs
    kafka_trigger         = var.kafka_trigger
  }
  alarms = {
    enabled                 = var.alarms_enabled
    email                   = var.alarm_email
    feed_late_after_seconds = var.feed_late_after_seconds
    rejected_per_hour       = var.rejected_per_hour
    lag_records             = var.lag_records
    errors                  = var.errors_in_five_minutes
    monthly_budget_usd      = var.monthly_budget_usd
    dashboard               = var.dashboard_enabled
  }
}
