mock_provider "databricks" {}

variables {
  lakehouse = {
    name           = "tracker", catalog = "flights", schema = "tracker", makes_catalog = true
    warehouse_size = "2X-Small", auto_stop_minutes = 10, remove_with_content = false
  }
}

run "the_warehouse_is_small_serverless_and_stops" {
  command = plan
  module {
    source = "./modules/lakehouse"
  }
  assert {
    condition = (
      databricks_sql_endpoint.this.cluster_size == "2X-Small" && databricks_sql_endpoint.this.auto_stop_mins == 10
      && databricks_sql_endpoint.this.enable_serverless_compute && databricks_sql_endpoint.this.max_num_clusters == 1
    )
    error_message = "It costs by the minute."
  }
}

run "the_reader_reads_and_the_loader_writes" {
  command = plan
  module {
    source = "./modules/lakehouse"
  }
  assert {
    condition     = toset(databricks_grant.schema["reader"].privileges) == toset(["USE_SCHEMA", "SELECT"]) && keys(databricks_grant.volume) == ["loader"]
    error_message = "The API changes nothing."
  }
  assert {
    condition     = contains(databricks_grant.schema["loader"].privileges, "MODIFY")
    error_message = "The load merges."
  }
}

run "a_catalog_may_have_a_place_of_its_own" {
  command = plan
  module {
    source = "./modules/lakehouse"
  }
  variables {
    lakehouse = {
      name           = "tracker", catalog = "flights", schema = "tracker", makes_catalog = true, storage_root = "s3://lake/flights"
      warehouse_size = "2X-Small", auto_stop_minutes = 10, remove_with_content = false
    }
  }
  assert {
    condition     = databricks_catalog.this[0].storage_root == "s3://lake/flights"
    error_message = "A metastore without a place of its own asks for it."
  }
}

run "a_place_for_a_catalog_that_is_not_made_is_refused" {
  command = plan
  module {
    source = "./modules/lakehouse"
  }
  variables {
    lakehouse = {
      name           = "tracker", catalog = "workspace", schema = "tracker", makes_catalog = false, storage_root = "s3://lake/flights"
      warehouse_size = "2X-Small", auto_stop_minutes = 10, remove_with_content = false
    }
  }
  expect_failures = [var.lakehouse]
}

run "an_existing_catalog_is_left_alone" {
  command = plan
  module {
    source = "./modules/lakehouse"
  }
  variables {
    lakehouse = {
      name           = "tracker", catalog = "workspace", schema = "tracker", makes_catalog = false
      warehouse_size = "2X-Small", auto_stop_minutes = 10, remove_with_content = false
    }
  }
  assert {
    condition     = length(databricks_catalog.this) == 0 && databricks_schema.this.catalog_name == "workspace"
    error_message = "Its schema is ours alone."
  }
}

run "a_warehouse_that_never_stops_is_refused" {
  command = plan
  module {
    source = "./modules/lakehouse"
  }
  variables {
    lakehouse = {
      name           = "tracker", catalog = "workspace", schema = "tracker", makes_catalog = false
      warehouse_size = "2X-Small", auto_stop_minutes = 0, remove_with_content = false
    }
  }
  expect_failures = [var.lakehouse]
}
