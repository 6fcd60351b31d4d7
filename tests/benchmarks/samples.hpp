/// Small manifests, attempts and tasks for tests of the store and the campaign.
#pragma once

#include <string>
#include <vector>

#include "agent/attempt.hpp"
#include "benchmarks/run_store.hpp"
#include "tasks/task.hpp"

namespace gs::test {

/// Tasks "demo/a" and "demo/b" with the hashes "hash-a" and "hash-b", two samples each.
benchmarks::Manifest small_manifest();

/// An attempt at a task of small_manifest() with nothing in it but what it needs.
agent::Attempt attempt_at(const std::string& task, int sample, agent::AttemptStatus status);

/// An attempt with a value of its own in every field.
agent::Attempt full_attempt();

/// Every field equal; failures name the field.
void expect_same(const agent::Attempt& attempt, const agent::Attempt& expected);

/// `count` tasks "demo/t00", … whose workspace and solution differ in one file, and a manifest that plans them.
std::vector<tasks::Task> demo_tasks(int count);
benchmarks::Manifest manifest_of(const std::vector<tasks::Task>& tasks, const std::string& model, int samples);

}  // namespace gs::test
