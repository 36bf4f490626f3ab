output "arns" {
  description = "ARN by name."
  value       = { for name, secret in aws_secretsmanager_secret.this : name => secret.arn }
}

output "commands" {
  description = "The command that fills each secret from a file, so that no value stands in the shell's history."
  value = { for name, secret in var.secrets : name => join(" ", [
    "aws secretsmanager put-secret-value --region ${var.context.region} --secret-id ${var.context.name}/${name}",
    "--secret-string file://secret.json  #",
    jsonencode({ for key in secret.keys : key => "…" }),
  ]) }
}
