#include "base/error.h"

#include <gtest/gtest.h>

#include "base/result.h"

namespace cffi {
namespace {

constexpr int kCodes = static_cast<int>(ErrorCode::kCount);

TEST(ErrorTable, HasATextForEachCode) {
  for (int i = 0; i < kCodes; ++i) {
    EXPECT_FALSE(error_info(static_cast<ErrorCode>(i)).text.empty()) << "code " << i;
  }
}

TEST(ErrorTable, KnowsSyntaxErrors) {
  EXPECT_TRUE(error_info(ErrorCode::kUnexpectedToken).is_syntax);
  EXPECT_TRUE(error_info(ErrorCode::kDirective).is_syntax);
  EXPECT_FALSE(error_info(ErrorCode::kBadDots).is_syntax);
  EXPECT_FALSE(error_info(ErrorCode::kRedeclared).is_syntax);
}

TEST(ErrorTable, HolesStandForFewArguments) {
  for (int i = 0; i < kCodes; ++i) {
    std::string_view text = error_info(static_cast<ErrorCode>(i)).text;
    bool used[10] = {};
    for (size_t at = 0; at + 2 < text.size(); ++at) {
      if (text[at] == '{' && text[at + 2] == '}' && text[at + 1] >= '0' && text[at + 1] <= '9') {
        used[text[at + 1] - '0'] = true;
      }
    }
    // An unused argument is fine (it may be for programs); more than four would be an accident.
    for (int hole = 4; hole < 10; ++hole) {
      EXPECT_FALSE(used[hole]) << text;
    }
  }
}

TEST(ErrorText, FillsArguments) {
  Failure failure = fail(ErrorCode::kBitfieldTooWide, {"struct s.a", "40", "int"});
  EXPECT_EQ(error_text(*failure), "bit field 'struct s.a' is declared 'int:40', which exceeds the width of the type");
}

TEST(ErrorText, ArgumentsAreNotFilledAgain) {
  Failure failure = fail(ErrorCode::kArrayOfIncomplete, {"{0}{1}"});
  EXPECT_EQ(error_text(*failure), "array item of unknown size: '{0}{1}'");
}

TEST(ErrorText, MissingArgumentsLeaveNothing) {
  Failure failure = fail(ErrorCode::kArrayOfIncomplete);
  EXPECT_EQ(error_text(*failure), "array item of unknown size: ''");
}

TEST(DescribeError, PutsLocationBeforeAndExcerptBehind) {
  Failure failure = fail(ErrorCode::kArrayOfIncomplete, SourceRange{1, 2}, {"void"});
  EXPECT_EQ(describe_error(*failure), "array item of unknown size: 'void'");
  failure->location = "f.h:3:7";
  failure->excerpt = "void x[3];\n^^^^";
  EXPECT_EQ(describe_error(*failure), "f.h:3:7: array item of unknown size: 'void'\nvoid x[3];\n^^^^");
}

TEST(Result, GivesItsFailureAway) {
  auto inner = []() -> Result<int> { return fail(ErrorCode::kBadAlignment, {"3"}); };
  auto outer = [&]() -> Result<std::string> {
    auto result = inner();
    return result.take_failure();
  };
  auto result = outer();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::kBadAlignment);
}

}  // namespace
}  // namespace cffi
