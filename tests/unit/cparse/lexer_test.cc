#include "cparse/lexer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cffi {
namespace {

std::vector<std::string> tokens(std::string_view text) {
  std::vector<std::string> found;
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != Tok::kEnd; token = lexer.next()) {
    if (token.kind == Tok::kBad) {
      found.emplace_back("BAD");
      break;
    }
    found.emplace_back(lexer.text_of(token));
  }
  return found;
}

using Words = std::vector<std::string>;

TEST(Lexer, WordsAndPunctuators) {
  EXPECT_EQ(tokens("int*f(void);"), (Words{"int", "*", "f", "(", "void", ")", ";"}));
  EXPECT_EQ(tokens("a<<=b>>c...->--"), (Words{"a", "<<=", "b", ">>", "c", "...", "->", "--"}));
}

TEST(Lexer, DigraphsAreBrackets) {
  Lexer lexer("<: :> <% %>");
  EXPECT_EQ(lexer.next().kind, Tok::kLeftBracket);
  EXPECT_EQ(lexer.next().kind, Tok::kRightBracket);
  EXPECT_EQ(lexer.next().kind, Tok::kLeftBrace);
  EXPECT_EQ(lexer.next().kind, Tok::kRightBrace);
}

TEST(Lexer, NumbersAreWhole) {
  EXPECT_EQ(tokens("0x1p-3 1'000 .5e+3 12ULL"), (Words{"0x1p-3", "1'000", ".5e+3", "12ULL"}));
  EXPECT_EQ(tokens("1...5"), (Words{"1", "...", "5"}));
}

TEST(Lexer, QuotedText) {
  EXPECT_EQ(tokens("\"a\\\"b\" L'\\'' u8\"x\""), (Words{"\"a\\\"b\"", "L'\\''", "u8\"x\""}));
  EXPECT_EQ(tokens("\"open\n"), (Words{"BAD"}));
}

TEST(Lexer, Comments) {
  EXPECT_EQ(tokens("a/* x\n */b// c\nd"), (Words{"a", "b", "d"}));
  EXPECT_EQ(tokens("a /* b"), (Words{"a", "BAD"}));
  EXPECT_EQ(tokens("a // /* b\nc /* // */ d"), (Words{"a", "c", "d"}));
}

TEST(Lexer, LineMarkersVanishOtherDirectivesDoNot) {
  EXPECT_EQ(tokens("# 42 \"f.h\" 1 3\na\n#line 7\nb"), (Words{"a", "b"}));
  Lexer lexer("  # define X\n");
  EXPECT_EQ(lexer.next().kind, Tok::kHash);
  EXPECT_EQ(lexer.line_end(), 12u);
  EXPECT_EQ(tokens("a # b"), (Words{"a", "#", "b"}));
}

TEST(Lexer, DirectivesAreFoundWithoutTokens) {
  Lexer lexer(
      "int a; # 1\n/* \n#no */ #A\n# 42 \"f.h\"\n  # B\nextern\"C\" int x[1'000]; /*\n#no\n*/ char c = '\"'; // /*\n"
      "#C\nstatic const char *t = \"/*\\\"\", u = L'\\'' / 2;\n#D\nint y;\n#");
  Words found;
  while (lexer.skip_to_directive()) {
    found.emplace_back(lexer.text().substr(lexer.position(), 2));
  }
  EXPECT_EQ(found, (Words{"A\n", " B", "C\n", "D\n", ""}));
}

TEST(Lexer, NonAsciiAndDollarAreLetters) {
  EXPECT_EQ(tokens("gr\xc3\xb6\xc3\x9f"
                   "e $1"),
            (Words{"gr\xc3\xb6\xc3\x9f"
                   "e",
                   "$1"}));
}

TEST(Lexer, IllegalCharacters) {
  EXPECT_EQ(tokens("a @"), (Words{"a", "BAD"}));
  EXPECT_EQ(tokens(std::string_view("a\0b", 3)), (Words{"a", "BAD"}));
}

TEST(Vocabulary, EveryWordIsFoundAndNoOther) {
  for (const Word& word : vocabulary()) {
    EXPECT_EQ(find_word(word.text), &word) << word.text;
  }
  EXPECT_EQ(find_word("in"), nullptr);
  EXPECT_EQ(find_word("intt"), nullptr);
  EXPECT_EQ(find_word(""), nullptr);
}

}  // namespace
}  // namespace cffi
