#include "agent/pte/profiles.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/files.hpp"

namespace gs::agent::pte {
namespace {

Profiles builtin() {
  auto profiles = load_profiles();
  EXPECT_TRUE(profiles.ok()) << (profiles.ok() ? "" : profiles.error().to_line());
  return profiles.ok() ? *profiles : Profiles();
}

/// Half up, as printed tables are; the small addend makes up for halves that binary fractions miss from below.
double to_five_decimals(double value) {
  return std::floor(value * 1e5 + 0.5 + 1e-9) / 1e5;
}

struct PaperRow {
  const char* model;
  double printed, formula;
};

// Table of arXiv 2604.05404 v2 and its check by the unrounded formula (six decimals), typed from the reference.
constexpr PaperRow kPaper[] = {
    {"Qwen2.5-7B-Instruct", 0.00329, 0.003322},   {"Qwen2.5-32B-Instruct", 0.00320, 0.003199},
    {"Qwen2.5-72B-Instruct", 0.00175, 0.001771},  {"Qwen3-32B", 0.00200, 0.001986},
    {"Llama-3.1-8B-Instruct", 0.00625, 0.006197}, {"Llama-3.1-70B-Instruct", 0.00175, 0.001756},
    {"Qwen3-30B-A3B", 0.00563, 0.005634},         {"Qwen3-235B-A22B", 0.00163, 0.001655},
    {"GLM-4.5-Air", 0.00200, 0.001980},           {"GLM-4.5", 0.00183, 0.001856},
    {"GPT-OSS-120B", 0.00388, 0.003845},
};

TEST(PteProfilesTest, FormulaGivesThePapersGammas) {
  const Profiles profiles = builtin();
  const HardwareProfile& h100 = *profiles.find_hardware("h100-pcie");
  for (const PaperRow& row : kPaper) {
    const ModelProfile* model = profiles.find_model(row.model);
    ASSERT_NE(model, nullptr) << row.model;
    const double gamma = formula_gamma(*model, h100);
    EXPECT_NEAR(gamma, row.formula, 5.1e-7) << row.model;
    EXPECT_LE(std::abs(gamma / row.printed - 1), 0.016) << row.model;
    EXPECT_EQ(model->paper_gamma, row.printed) << row.model;
  }
}

// By hand: 2 layers d_model 756.5 / active, times the KV ratio.
TEST(PteProfilesTest, FormulaIsTakenForModelsThatThePaperDoesNotHave) {
  const Profiles profiles = builtin();
  const HardwareProfile& h100 = *profiles.find_hardware("h100-pcie");
  constexpr std::pair<const char*, double> kRows[] = {{"qwen2.5-coder-0.5b", 0.012911},
                                                      {"Qwen/Qwen2.5-Coder-1.5B-Instruct", 0.008279},
                                                      {"qwen2.5-coder:3b", 0.005034},
                                                      {"Qwen2.5-14B-Instruct", 0.005677}};
  for (const auto& [name, gamma] : kRows) {
    const ModelProfile* model = profiles.find_model(name);
    ASSERT_NE(model, nullptr) << name;
    EXPECT_NEAR(formula_gamma(*model, h100), gamma, 5.1e-7) << name;
    EXPECT_FALSE(model->paper_gamma.has_value()) << name;
  }
}

TEST(PteProfilesTest, PaperRuleGivesThePapersGammasExactly) {
  const Profiles profiles = builtin();
  const HardwareProfile& h100 = *profiles.find_hardware("h100-pcie");
  for (const PaperRow& row : kPaper) {
    EXPECT_NEAR(to_five_decimals(paper_rule_gamma(*profiles.find_model(row.model), h100)), row.printed, 1e-12)
        << row.model;
  }
}

TEST(PteProfilesTest, RatioAsPrintedDoesNotFitQwen32B) {
  const Profiles profiles = builtin();
  ModelProfile model = *profiles.find_model("Qwen2.5-32B-Instruct");
  model.kv_heads = 1, model.query_heads = 2;
  const double gamma = formula_gamma(model, *profiles.find_hardware("h100-pcie"));
  EXPECT_NEAR(gamma, 0.007996, 5e-6);
  EXPECT_FALSE(std::abs(gamma / 0.00320 - 1) <= 0.016);
  EXPECT_NE(profiles.find_model("Qwen2.5-32B-Instruct")->note.find("1/2"), std::string::npos);
}

TEST(PteProfilesTest, DeepSeekIsAKnownDiscrepancy) {
  const Profiles profiles = builtin();
  const ModelProfile& model = *profiles.find_model("DeepSeek-V3.1-Terminus");
  const HardwareProfile& h100 = *profiles.find_hardware("h100-pcie");
  EXPECT_EQ(model.paper_gamma, 0.00068);
  EXPECT_NEAR(formula_gamma(model, h100), 0.001437, 5e-7);
  EXPECT_NEAR(true_cache_gamma(model, h100), 0.000718, 5e-7);
  EXPECT_FALSE(std::abs(formula_gamma(model, h100) / *model.paper_gamma - 1) <= 0.016);
  const auto gamma = choose_gamma(profiles, "deepseek-ai/DeepSeek-V3.1-Terminus", {});
  ASSERT_TRUE(gamma.ok());
  EXPECT_NE(gamma->label.find("the paper prints 0.00068"), std::string::npos) << gamma->label;
}

TEST(PteProfilesTest, TrueCacheIsLargerWhereHeadsAreWider) {
  const Profiles profiles = builtin();
  const HardwareProfile& h100 = *profiles.find_hardware("h100-pcie");
  const auto factor = [&](const char* name) {
    const ModelProfile& model = *profiles.find_model(name);
    return true_cache_gamma(model, h100) / formula_gamma(model, h100);
  };
  EXPECT_NEAR(factor("Qwen3-32B"), 1.6, 0.05);
  EXPECT_NEAR(factor("Qwen3-30B-A3B"), 2.0, 0.05);
  EXPECT_NEAR(factor("Qwen3-235B-A22B"), 2.0, 0.05);
  EXPECT_NEAR(factor("GLM-4.5-Air"), 3.0, 0.05);
  EXPECT_NEAR(factor("GLM-4.5"), 2.4, 0.05);
  EXPECT_NEAR(factor("GPT-OSS-120B"), 1.4, 0.05);
  EXPECT_NEAR(factor("Llama-3.1-8B-Instruct"), 1.0, 1e-9);
  EXPECT_NEAR(factor("Qwen2.5-7B-Instruct"), 1.0, 1e-9);
}

TEST(PteProfilesTest, HardwareHasThePapersRatios) {
  struct Row {
    const char* name;
    double ratio, alpha;
  };
  constexpr Row kRows[] = {{"h100-pcie", 756.5, 1.00},
                           {"h200-nvl", 348.1, 0.46},
                           {"a100", 322.5, 0.43},
                           {"v100", 138.9, 0.18},
                           {"rtx-4090", 327.4, 0.43}};
  const Profiles profiles = builtin();
  for (const Row& row : kRows) {
    const HardwareProfile* hardware = profiles.find_hardware(row.name);
    ASSERT_NE(hardware, nullptr) << row.name;
    EXPECT_EQ(hardware->set, "paper");
    EXPECT_NEAR(hardware->operations_per_byte(), row.ratio, 0.051) << row.name;
    EXPECT_NEAR(hardware->operations_per_byte() / 756.5, row.alpha, 0.00501) << row.name;
    EXPECT_EQ(hardware->paper_ratio, row.ratio);
    EXPECT_EQ(hardware->paper_alpha, row.alpha);
  }
}

TEST(PteProfilesTest, DenseHardwareIsASetOfItsOwn) {
  const Profiles profiles = builtin();
  EXPECT_EQ(profiles.find_hardware("h100-sxm-dense")->set, "dense");
  EXPECT_NEAR(profiles.find_hardware("h100-sxm-dense")->operations_per_byte(), 295, 0.5);
  EXPECT_NEAR(profiles.find_hardware("h200-sxm-dense")->operations_per_byte(), 206, 0.5);
}

TEST(PteProfilesTest, TyposOfThePaperDoNotGiveItsRatios) {
  EXPECT_GT(std::abs(1617 / 4.80 - 348.1), 0.051);  // H200 as printed
  EXPECT_GT(std::abs(624 / 1.93 - 322.5), 0.051);   // A100 as printed
}

TEST(PteProfilesTest, FindsModelsByTheNamesOfProviders) {
  const Profiles profiles = builtin();
  const auto found = [&](const char* name) {
    const ModelProfile* model = profiles.find_model(name);
    return model == nullptr ? std::string("none") : model->name;
  };
  EXPECT_EQ(found("qwen2.5-7b-instruct"), "Qwen2.5-7B-Instruct");
  EXPECT_EQ(found("meta-llama/Llama-3.1-8B-Instruct"), "Llama-3.1-8B-Instruct");
  EXPECT_EQ(found("openai/gpt-oss-120b"), "GPT-OSS-120B");
  EXPECT_EQ(found("llama3.1:8b"), "Llama-3.1-8B-Instruct");
  EXPECT_EQ(found("zai-org/GLM-4.5"), "GLM-4.5");
  EXPECT_EQ(found("GLM_4.5_Air"), "GLM-4.5-Air");
  EXPECT_EQ(found("gpt-5"), "none");
  EXPECT_EQ(found("qwen2.5"), "none");
  EXPECT_EQ(found(""), "none");
}

TEST(PteProfilesTest, GammaSaysWhereItComesFrom) {
  const Profiles profiles = builtin();
  const auto formula = choose_gamma(profiles, "Qwen/Qwen3-235B-A22B", {});
  ASSERT_TRUE(formula.ok());
  EXPECT_EQ(to_string(formula->source), "formula");
  EXPECT_NE(formula->label.find("Qwen3-235B-A22B on h100-pcie (paper figures, 756.5 FLOP/byte)"), std::string::npos)
      << formula->label;
  EXPECT_TRUE(formula->range.empty());

  const auto rule = choose_gamma(profiles, "", {"GPT-OSS-120B", "", {}, GammaChoice::Rule::paper});
  ASSERT_TRUE(rule.ok());
  EXPECT_EQ(to_string(rule->source), "paper-rule");
  EXPECT_NEAR(rule->value, 0.003875, 1e-12);

  const auto given = choose_gamma(profiles, "Qwen3-32B", {"", "", 0.005});
  ASSERT_TRUE(given.ok());
  EXPECT_EQ(to_string(given->source), "override");
  EXPECT_EQ(given->value, 0.005);
}

TEST(PteProfilesTest, UnknownModelsGetTheDeclaredReference) {
  const Profiles profiles = builtin();
  const auto gamma = choose_gamma(profiles, "claude-opus-4", {});
  ASSERT_TRUE(gamma.ok());
  EXPECT_EQ(to_string(gamma->source), "reference");
  EXPECT_EQ(gamma->value, 0.00200);
  EXPECT_EQ(gamma->range, (std::vector<double>{0.00163, 0.00200, 0.00625}));
  EXPECT_NE(gamma->label.find("not measured"), std::string::npos);

  const auto v100 = choose_gamma(profiles, "claude-opus-4", {"", "v100"});
  ASSERT_TRUE(v100.ok());
  EXPECT_NEAR(v100->value, 0.00200 * (125 / 0.9) / 756.5, 1e-12);
}

TEST(PteProfilesTest, RefusesWhatIsNotThere) {
  const Profiles profiles = builtin();
  const auto model = choose_gamma(profiles, "", {"qwen3-33b"});
  ASSERT_FALSE(model.ok());
  EXPECT_NE(model.error().to_line().find("did you mean \"qwen3-32b\"?"), std::string::npos) << model.error().to_line();
  EXPECT_FALSE(choose_gamma(profiles, "", {"", "h100"}).ok());
  for (const double bad :
       {-0.001, 1.1, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_FALSE(choose_gamma(profiles, "Qwen3-32B", {"", "", bad}).ok()) << bad;
  }
  EXPECT_FALSE(choose_gamma(profiles, "gpt-5", {"", "", {}, GammaChoice::Rule::paper}).ok());
}

class PteUserProfilesTest : public testing::Test {
 protected:
  Result<Profiles> load(const std::string& text, const std::string& name = "mine.toml") {
    const auto path = folder_.path() / name;
    EXPECT_TRUE(write_file_atomic(path, text).ok());
    return load_profiles(path);
  }
  std::string error_of(const std::string& text) {
    const auto profiles = load(text);
    return profiles.ok() ? "no error" : profiles.error().to_line();
  }

  TempDir folder_ = TempDir::create("profiles").value();
};

TEST_F(PteUserProfilesTest, AddAndReplace) {
  const auto profiles = load(R"([[model]]
name = "qwen3-32b"
aliases = ["mine"]
active = 31.2e9
layers = 64
d_model = 5120
gamma = 0.0031
note = "measured here"
[[hardware]]
name = "l40s"
tflops = 362
bandwidth_tb = 0.864
)");
  ASSERT_TRUE(profiles.ok()) << profiles.error().to_line();
  EXPECT_EQ(profiles->models.size(), builtin().models.size());
  const auto gamma = choose_gamma(*profiles, "mine", {"", "l40s"});
  ASSERT_TRUE(gamma.ok());
  EXPECT_EQ(gamma->value, 0.0031);
  EXPECT_EQ(to_string(gamma->source), "override");
  EXPECT_NE(gamma->label.find("measured here"), std::string::npos);
  EXPECT_EQ(profiles->find_hardware("l40s")->set, "user");
  EXPECT_EQ(profiles->reference_gammas.size(), 3u);
}

TEST_F(PteUserProfilesTest, MayBeJson) {
  const auto profiles = load(R"({"reference": {"low": 0.001, "middle": 0.002, "high": 0.003}})", "mine.json");
  ASSERT_TRUE(profiles.ok()) << profiles.error().to_line();
  EXPECT_EQ(profiles->reference_gammas, (std::vector<double>{0.001, 0.002, 0.003}));
}

TEST_F(PteUserProfilesTest, ErrorsNameTheField) {
  const std::string good = "[[model]]\nname = \"x\"\nactive = 1e9\nlayers = 2\nd_model = 64\n";
  EXPECT_EQ(error_of(good), "no error");
  EXPECT_NE(error_of(good + "layer = 3\n").find("mine.toml: /model/0/layer: unknown field"), std::string::npos);
  EXPECT_NE(error_of(good + "kv_ratio = [2, 1]\n").find("/model/0/kv_ratio: expected two integers"), std::string::npos);
  EXPECT_NE(error_of(good + "gamma = nan\n").find("/model/0/gamma"), std::string::npos);
  EXPECT_NE(error_of("[[model]]\nname = \"x\"\nactive = -1\nlayers = 2\nd_model = 64\n").find("/model/0/active"),
            std::string::npos);
  EXPECT_NE(error_of("[[hardware]]\nname = \"x\"\ntflops = 3\n").find("/hardware/0/bandwidth_tb: missing"),
            std::string::npos);
  EXPECT_NE(error_of("[reference]\nlow = 0.3\nmiddle = 0.2\nhigh = 0.1\n").find("/reference: expected low"),
            std::string::npos);
  EXPECT_FALSE(load_profiles(folder_.path() / "absent.toml").ok());
}

}  // namespace
}  // namespace gs::agent::pte
