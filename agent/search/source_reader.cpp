// Module items and what encloses them: declarations, processes, functions, generate blocks, instances.
#include <string>
#include <utility>
#include <vector>

#include "agent/search/source_model.hpp"
#include "agent/search/statement_reader.hpp"

namespace gs::agent::search {
namespace {

class ItemReader : private StatementReader {
 public:
  explicit ItemReader(SourceModel& model) : StatementReader(model) {}

  void run() {
    while (!at_end()) {
      const std::uint32_t before = at_;
      if (is("module") || is("macromodule") || is("package") || is("interface")) {
        read_module();
      } else {
        read_item();
      }
      if (at_ == before) ++at_;
    }
  }

 private:
  void read_module() {
    ++at_;
    if (is("automatic") || is("static")) ++at_;
    Module module;
    if (!is_name(at_)) return;
    module.name = std::string(text(at_));
    const std::uint32_t begin = at_ - 1;
    ++at_;
    module_ = static_cast<int>(model_.modules.size());
    model_.modules.push_back(module);
    while (!at_end() && is("import")) skip_to_semicolon();
    if (is("#") && is_at(at_ + 1, "(")) read_parameter_ports();
    if (is("(")) read_port_list();
    accept(";");
    while (!at_end() && !is("endmodule") && !is("endpackage") && !is("endinterface")) {
      const std::uint32_t before = at_;
      read_item();
      if (at_ == before) ++at_;
    }
    if (!at_end()) ++at_;
    skip_label();
    model_.modules[static_cast<std::size_t>(module_)].whole = {begin, at_};
    module_ = kNoNode;
  }

  void read_parameter_ports() {
    const std::uint32_t close = after_closing(at_ + 1);
    at_ += 2;
    while (at_ < close) {
      if (is("[")) {
        read_dimension();
        continue;
      }
      if (is_name(at_) && is_at(at_ + 1, "=")) {
        read_parameter(false);
        continue;
      }
      ++at_;
    }
    at_ = close;
  }

  void read_port_list() {
    const std::uint32_t close = after_closing(at_);
    while (at_ < close) {
      if (is("[")) {
        read_dimension();
      } else {
        ++at_;
      }
    }
    at_ = close;
  }

  // At `name =`.
  void read_parameter(bool local) {
    Parameter parameter;
    parameter.name = std::string(text(at_));
    parameter.local = local;
    parameter.module = module_;
    at_ += 2;
    parameter.value = parse_expr();
    if (module_ != kNoNode) model_.modules[static_cast<std::size_t>(module_)].parameters.push_back(parameter.name);
    if (parameter.value == kNoNode) return;
    mark(parameter.value, true, false);
    model_.parameters.push_back(std::move(parameter));
  }

  // At '['.
  void read_dimension() {
    const std::uint32_t close = after_closing(at_);
    ++at_;
    Dimension dimension;
    dimension.module = module_;
    dimension.msb = parse_expr();
    if (dimension.msb != kNoNode && accept(":")) dimension.lsb = parse_expr();
    mark(dimension.msb, true, true);
    mark(dimension.lsb, true, true);
    if (dimension.msb != kNoNode && dimension.lsb != kNoNode && is("]")) model_.dimensions.push_back(dimension);
    at_ = close;
  }

  void read_enum_names() {  // at '{' of an enum
    const std::uint32_t close = after_closing(at_);
    for (std::uint32_t i = at_ + 1; i < close; ++i) {
      if (is_name(i) && (is_at(i - 1, "{") || is_at(i - 1, ","))) {
        if (module_ != kNoNode) model_.modules[static_cast<std::size_t>(module_)].enum_names.emplace_back(text(i));
      }
    }
    at_ = close;
  }

  void read_item() {
    if (accept(";")) return;
    if (is("always") || is("always_comb") || is("always_ff") || is("always_latch") || is("initial"))
      return read_process();
    if (is("assign")) {
      const std::uint32_t begin = at_++;
      if (is("#")) at_ += 2;
      Context context;
      return read_assignment(context, AssignKind::continuous, begin);
    }
    if (is("parameter") || is("localparam")) return read_parameters();
    if (is("function") || is("task")) return read_function();
    if (accept("generate") || accept("endgenerate")) return;
    if (is("if") || is("for") || is("case")) return read_generate();
    if (accept("begin")) {
      skip_label();
      return;
    }
    if (accept("end") || accept("else")) {
      skip_label();
      return;
    }
    if (is("typedef") || at_declaration() || is("input") || is("output") || is("inout")) return read_declaration();
    if (is("genvar") || is("import") || is("export") || is("timeunit") || is("timeprecision") || is("assert") ||
        is("assume") || is("cover") || is("final") || is("default")) {
      return skip_to_semicolon();
    }
    if (is_name(at_)) return read_instance_or_declaration();
    skip_to_semicolon();
  }

  void read_parameters() {
    const bool local = is("localparam");
    while (!at_end() && !is(";")) {
      if (is("[")) {
        read_dimension();
      } else if (is_name(at_) && is_at(at_ + 1, "=")) {
        read_parameter(local);
      } else {
        ++at_;
      }
    }
    accept(";");
  }

  void read_declaration() {
    while (!at_end() && !is(";")) {
      if (is("enum")) {
        while (!at_end() && !is("{") && !is(";")) {
          if (is("[")) {
            read_dimension();
          } else {
            ++at_;
          }
        }
        if (is("{")) read_enum_names();
      } else if (is("[")) {
        read_dimension();
      } else if (is("=")) {
        // wire x = expr; is a continuous assignment with a declaration around it
        const std::uint32_t name = at_ - 1;
        const std::uint32_t op = at_++;
        const int value = parse_expr();
        if (value == kNoNode) return skip_to_semicolon();
        Assignment assignment;
        assignment.kind = AssignKind::continuous;
        assignment.statement = {op, at_};
        assignment.target = {name, name + 1};
        assignment.op = op;
        assignment.value = root(value);
        assignment.targets = {std::string(text(name))};
        model_.assignments.push_back(std::move(assignment));
      } else if (is("{") || is("(")) {
        at_ = after_closing(at_);  // struct members
      } else {
        ++at_;
      }
    }
    accept(";");
  }

  void read_process() {
    Process process;
    process.module = module_;
    process.keyword = at_;
    const std::string_view word = text(at_);
    process.kind = word == "always_comb"    ? ProcessKind::always_comb
                   : word == "always_ff"    ? ProcessKind::always_ff
                   : word == "always_latch" ? ProcessKind::always_latch
                   : word == "initial"      ? ProcessKind::initial
                                            : ProcessKind::always;
    ++at_;
    if (accept("@")) {
      if (is("(")) {
        const std::uint32_t close = after_closing(at_);
        if (!is_at(at_ + 1, "*")) process.sensitivity = {at_ + 1, close - 1};
        at_ = close;
      } else {
        ++at_;
      }
    }
    const std::uint32_t body = at_;
    Context context;
    context.process = static_cast<int>(model_.processes.size());
    model_.processes.push_back(process);
    read_statement(context);
    model_.processes[static_cast<std::size_t>(context.process)].body = {body, at_};
  }

  void read_function() {
    const bool is_task = is("task");
    Process process;
    process.kind = ProcessKind::function;
    process.keyword = at_;
    process.module = module_;
    while (!at_end() && !is("(") && !is(";")) {
      if (is_name(at_)) process.name = std::string(text(at_));
      if (is("[")) {
        read_dimension();
      } else {
        ++at_;
      }
    }
    if (is("(")) read_port_list();
    accept(";");
    const std::uint32_t body = at_;
    Context context;
    context.process = static_cast<int>(model_.processes.size());
    model_.processes.push_back(process);
    while (!at_end() && !is(is_task ? "endtask" : "endfunction") && !is("endmodule")) read_statement(context);
    model_.processes[static_cast<std::size_t>(context.process)].body = {body, at_};
    if (!is("endmodule")) ++at_;
    skip_label();
  }

  void read_generate() {
    const bool is_for = is("for");
    if (is_for) {
      read_loop_header();
    } else if (is("case")) {
      // generate-case: read the items as they come
      ++at_;
      if (is("(")) at_ = after_closing(at_);
    } else {
      ++at_;
      if (is("(")) {
        const std::uint32_t close = after_closing(at_);
        ++at_;
        const int condition = parse_expr();
        mark(condition, true, false);
        if (at_ + 1 == close) root(condition);
        at_ = close;
      }
    }
  }

  void read_instance_or_declaration() {
    std::uint32_t i = at_ + 1;
    if (is_at(i, "#") && is_at(i + 1, "(")) i = after_closing(i + 1);
    while (is_at(i, "[")) i = after_closing(i);
    if (!is_name(i)) return skip_to_semicolon();
    std::uint32_t open = i + 1;
    while (is_at(open, "[")) open = after_closing(open);
    if (!is_at(open, "(")) {  // type_t name;  or type_t name = value;
      ++at_;
      return read_declaration();
    }
    Instance instance;
    instance.module = module_;
    instance.module_name = std::string(text(at_));
    instance.name = std::string(text(i));
    const std::uint32_t begin = at_;
    if (is_at(at_ + 1, "#")) {
      at_ += 2;
      read_connections(instance.parameters, true);
    }
    at_ = open;
    read_connections(instance.ports, false);
    instance.whole = {begin, at_};
    model_.instances.push_back(std::move(instance));
    skip_to_semicolon();
  }

  // At '('.
  void read_connections(std::vector<PortConnection>& out, bool constant) {
    const std::uint32_t close = after_closing(at_);
    ++at_;
    while (at_ + 1 < close) {
      PortConnection connection;
      if (!is(".") || !is_name(at_ + 1)) {
        ++at_;
        continue;
      }
      const std::uint32_t begin = at_;
      connection.port = std::string(text(at_ + 1));
      at_ += 2;
      if (is("(")) {
        const std::uint32_t value_close = after_closing(at_);
        connection.value = {at_ + 1, value_close - 1};
        if (!connection.value.empty()) {
          ++at_;
          connection.expr = parse_expr();
          if (at_ != connection.value.end) connection.expr = kNoNode;
          mark(connection.expr, constant, true);
        }
        at_ = value_close;
      }
      connection.whole = {begin, at_};
      out.push_back(std::move(connection));
    }
    at_ = close;
  }

  int module_ = kNoNode;  // that is being read
};

}  // namespace

void read_source(SourceModel& model, std::string path, std::string text) {
  model.path = std::move(path);
  model.text = std::move(text);
  model.tokens = rtl::tokenize_code(model.text);
  ItemReader(model).run();
}

}  // namespace gs::agent::search
