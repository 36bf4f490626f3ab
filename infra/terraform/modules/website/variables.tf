variable "context" {
  description = "Names, place and encryption that all modules share."
  type = object({
    name               = string
    partition          = string
    region             = string
    account_id         = string
    kms_key_arn        = optional(string)
    log_retention_days = number
  })
}

variable "website" {
  description = <<-EOT
    bucket: of the page, as modules/storage tells of it.
    folder: the page as `make frontend` builds it.
    api: domain of the API; signed is true for a function URL that answers CloudFront's signature only, by function_name.
    domain_name: of one's own; null is CloudFront's. certificate_arn: for it, in us-east-1. hosted_zone_id: where its record is made; null makes none.
    price_class: how many of CloudFront's places serve it.
    tile_origins: origins of map tiles that the page may load, as https://tiles.example.org.
    embed_origins: origins of pages that may show this one in a frame.
  EOT
  type = object({
    bucket = object({ bucket = string, arn = string, domain = string, statement = any })
    folder = string
    api = object({
      domain        = string
      signed        = bool
      function_name = string
    })
    domain_name     = optional(string)
    certificate_arn = optional(string)
    hosted_zone_id  = optional(string)
    price_class     = string
    tile_origins    = list(string)
    embed_origins   = optional(list(string), [])
  })

  validation {
    condition     = fileexists("${var.website.folder}/index.html")
    error_message = "There is no page in ${var.website.folder}: run `make frontend` first."
  }
  validation {
    condition     = (var.website.domain_name == null) == (var.website.certificate_arn == null)
    error_message = "domain_name and certificate_arn go together."
  }
}
