// SPDX-License-Identifier: Apache-2.0
import LedeAnalysis
import Testing

@Suite("Folding") struct FoldingTests {
    @Test(arguments: [
        ("Café CAFE\u{301} Ångström Łódź smørrebrød", "cafe cafe angstrom lodz smorrebrod"),
        ("ﬁnance Ｆｕｌｌ　ｗｉｄｔｈ １２３", "finance full width 123"),
        ("CO₂ m² Ⅳ ½", "co2 m2 iv 1/2"),
        ("so\u{AD}lution Hawaiʻi Sa\u{2BF}ud", "solution {hawaii} hawai i saud"),
        ("non\u{A0}breaking\u{2009}thin", "non breaking thin"),
        ("Windows™ 5€ §7 ©Reuters", "windows 5 7 reuters"),
        ("Ёлка Йод Москва", "елка иод москва"),
        ("Αθήνα ΟΔΟΣ οδος", "αθηνα οδοσ οδοσ"),
        ("日本語 テスト 한국어", "日本 本語 語 テス スト ト 한국어"),
        ("مُحَمَّد أحمد ٣٤", "محمد احمد 34"),
        ("हिन्दी ไทย", "हिन्दी ไทย"),
        ("𝐁old 😀 x😀y", "bold x y"),
    ])
    func folds(text: String, expected: String) {
        #expect(wordsOf(text) == expected)
    }

    @Test("Ill-formed UTF-8 separates words")
    func malformed() {
        #expect(
            marked([0x61, 0xFF, 0x62, 0xC3, 0x20, 0xE2, 0x80, 0x63, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0x64])
                == "a b c d | ¶")
        #expect(marked([0xF0, 0x9F, 0x98]) == "")
    }
}
