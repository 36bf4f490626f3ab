# What is deployed, and where. variables_stream.tf: source, schedule, Kafka, secrets.
# variables_lakehouse.tf, variables_operation.tf: the rest.

variable "name" {
  description = "Prefix of every name in the account: two deployments in one account differ in it."
  type        = string
  default     = "flight-tracker"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 25 lower-case letters, digits and hyphens: it becomes part of bucket names."
  }
}

variable "region" {
  description = "AWS region."
  type        = string
  default     = "us-east-1"
}

variable "tags" {
  description = "Tags of every resource, beside `project`."
  type        = map(string)
  default     = {}
}

variable "packages_folder" {
  description = "Where `make package` has put the zips and packages.json; those for arm64 are in its folder arm64."
  type        = string
  default     = "../../dist"

  validation {
    condition     = fileexists("${var.packages_folder}${var.architecture == "arm64" ? "/arm64" : ""}/packages.json")
    error_message = "There is no packages.json for ${var.architecture} in ${var.packages_folder}: run `make package` (for arm64: `make package ARCH=arm64`) first."
  }
}

variable "architecture" {
  description = "Of the functions: x86_64 or arm64, which is a fifth cheaper."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture must be x86_64 or arm64."
  }
}

variable "function_sizes" {
  description = "Memory (MB) and time (s) of a function, where they should differ from the built-in ones: by package name."
  type        = map(object({ memory_mb = optional(number), timeout_seconds = optional(number) }))
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.function_sizes) : contains(["poll_opensky", "consume_batch", "pull", "load", "api"], name)])
    error_message = "function_sizes is by package name: poll_opensky, consume_batch, pull, load or api."
  }
  validation {
    condition     = try(var.function_sizes["api"].timeout_seconds <= 29, true)
    error_message = "function_sizes: api gets 29 s at most, for the gateway and CloudFront give up after 30."
  }
  validation {
    condition     = try(var.function_sizes["poll_opensky"].timeout_seconds <= 60, true)
    error_message = "function_sizes: poll_opensky gets 60 s at most, for the next poll waits until it has ended."
  }
}

variable "settings" {
  description = "Further settings of all functions, by their names in .env.example, as { READSB_API_URL = \"https://…\" }. Never a secret."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.settings) : contains(local.plain_settings, name)])
    error_message = "settings takes ${join(", ", local.plain_settings)}. A secret (ALERT_WEBHOOK_URL is one) would be read in the plan, the state and the console: use created_secrets or secret_references. What a variable of its own sets, as flight_source, is set there; AWS credentials are the function's role."
  }
}

variable "function_endpoint_url" {
  description = "Address of an emulator as the functions see it (their AWS_ENDPOINT_URL); null on AWS."
  type        = string
  default     = null
}

variable "s3_use_path_style" {
  description = "Buckets by path, as emulators want it."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "KMS key for data bucket, queues, logs, secrets, alarms and environments; its policy must admit logs, sqs, sns, cloudwatch and scheduler. null: AWS's own keys, which cost nothing."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:…:key/…: rights are given on keys, not on aliases."
  }
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of every role that is made; examples/ci-role makes one. null: none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy, arn:aws:iam::…:policy/…."
  }
}

variable "vpc" {
  description = "Subnets and security groups for functions and Kafka trigger; they need a way to OpenSky and Kafka. null: outside a VPC."
  type        = object({ subnet_ids = list(string), security_group_ids = list(string) })
  default     = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0
    error_message = "vpc needs at least one subnet and one security group."
  }
}

# --- API and page

variable "api_kind" {
  description = "What stands before the API: `gateway` (API Gateway v2, with throttling and access log) or `function_url` (free; without them; behind CloudFront only, and without POST /flights/ingest)."
  type        = string
  default     = "gateway"

  validation {
    condition     = contains(["gateway", "function_url"], var.api_kind)
    error_message = "api_kind must be gateway or function_url."
  }
  validation {
    condition     = var.api_kind != "function_url" || var.website_enabled || var.function_endpoint_url != null
    error_message = "A function URL without the website (CloudFront) is for emulators only: AWS answers its callers with 403. Set website_enabled = true, or api_kind = \"gateway\"."
  }
  validation {
    condition     = var.api_kind != "function_url" || !var.website_enabled || !contains(keys(local.secrets.api), "INGEST_API_KEYS")
    error_message = "Ingest needs api_kind = \"gateway\": CloudFront signs what goes to a function URL, and then every POST must bring the SHA-256 of its body (x-amz-content-sha256), which producers do not send."
  }
}

variable "api_requests_per_second" {
  description = "What the gateway lets through on average; CloudFront answers most requests before it."
  type        = number
  default     = 50
}

variable "api_burst" {
  description = "What the gateway lets through at once."
  type        = number
  default     = 100
}

variable "website_enabled" {
  description = "Bucket and CloudFront for the page. false: the API alone, or an emulator without CloudFront."
  type        = bool
  default     = true
}

variable "website_folder" {
  description = "The page as `make frontend` builds it."
  type        = string
  default     = "../../frontend/dist"

  validation {
    condition     = !var.website_enabled || fileexists("${var.website_folder}/index.html")
    error_message = "There is no page in ${var.website_folder}: run `make frontend` first, or set website_enabled = false."
  }
}

variable "domain_name" {
  description = "Domain of the page; null is CloudFront's own."
  type        = string
  default     = null

  validation {
    condition     = var.domain_name == null || var.certificate_arn != null || var.hosted_zone_id != null
    error_message = "domain_name needs certificate_arn, or hosted_zone_id to have a certificate made."
  }
  validation {
    condition     = var.domain_name == null || var.website_enabled
    error_message = "domain_name is the page's: it needs website_enabled = true."
  }
  validation {
    condition     = var.domain_name != null || (var.certificate_arn == null && var.hosted_zone_id == null)
    error_message = "certificate_arn and hosted_zone_id are for domain_name, and there is none."
  }
}

variable "certificate_arn" {
  description = "Certificate for domain_name, in us-east-1; null has one made through hosted_zone_id."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null ? true : can(regex("^arn:[a-z-]+:acm:us-east-1:", var.certificate_arn))
    error_message = "certificate_arn must be of us-east-1: CloudFront takes no other."
  }
}

variable "hosted_zone_id" {
  description = "Route 53 zone of domain_name; null leaves the record to you."
  type        = string
  default     = null
}

variable "price_class" {
  description = "CloudFront's places: PriceClass_100 (North America, Europe), PriceClass_200 or PriceClass_All."
  type        = string
  default     = "PriceClass_100"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "price_class must be PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "tile_origins" {
  description = "Origins of map tiles that the page may load, as https://tiles.example.org; the built-in map needs none, the reader may choose OpenStreetMap."
  type        = list(string)
  default     = ["https://tile.openstreetmap.org"]

  validation {
    condition     = alltrue([for origin in var.tile_origins : can(regex("^https://[a-z0-9.*-]+$", origin))])
    error_message = "Each of tile_origins must be https:// and a host, without a path."
  }
}

variable "embed_origins" {
  description = "Origins of pages that may show the dashboard in a frame (`?embed=1`), as https://www.example.org; none by default."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.embed_origins : can(regex("^https://[a-z0-9.*-]+$", origin))])
    error_message = "Each of embed_origins must be https:// and a host, without a path."
  }
}
