// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import LedeArticles

/// What an article's text says about it where no field does.
@Suite struct TextEvidenceTests {
    private func article(_ body: String, byline: String? = nil) -> Article {
        var article = Article(
            title: "A title", body: body, byline: byline, origin: RecordOrigin(path: "a", recordNumber: 1, byteOffset: 0))
        article.fillFromText()
        return article
    }

    @Test(arguments: [
        ("TEHRAN, Sept 23 (Reuters) - The minister spoke.", "TEHRAN", "Reuters"),
        ("GENEVA, March 4, 2019 (Lede Wire) — The council met.", "GENEVA", "Lede Wire"),
        ("Tehran (AFP) - The minister spoke.", "Tehran", "AFP"),
        ("New York (AP) – Shares fell.", "New York", "AP"),
        ("WASHINGTON (AP) -- Shares fell.", "WASHINGTON", "AP"),
        ("(Reuters) - Shares fell.", nil, "Reuters"),
        ("PORT SAMPSON — Forty seals.", "PORT SAMPSON", nil),
        ("SÃO MIGUEL, 12 May – Rain.", "SÃO MIGUEL", nil),
    ] as [(String, String?, String?)])
    func aDatelineTellsPlaceAndAgency(text: String, place: String?, credit: String?) {
        let found = article(text)
        #expect(found.place == place && found.credit == credit)
        #expect(found.body == text, "it stays in the text")
    }

    @Test(arguments: [
        "She left — and came back.", "CORRECTION - The toll was wrong.", "YEN PER KILO (UNIT) - 400", "Mr Gates (Republican) - a no.",
        "The dam broke.", "", "-", "(", "() - x", "A - b", "—", "É — ", "IT — two letters are no place",
    ])
    func otherBeginningsTellNothing(text: String) {
        let found = article(text)
        #expect(found.place == nil && found.credit == nil)
    }

    @Test func theDatelineMayStandInTheThirdParagraphButNoLater() {
        #expect(article("One.\nTwo.\nPARIS — Three.").place == "PARIS")
        #expect(article("One.\nTwo.\nThree.\nPARIS — Four.").place == nil)
    }

    @Test func aWholeDateInTheDatelineDatesTheArticle() {
        let found = article("GENEVA, March 4, 2019 — The council met.")
        #expect(found.published?.description == "2019-03-04" && found.published?.provenance == .text)
        #expect(article("GENEVA, March 4 — The council met.").published == nil)
    }

    @Test(arguments: [
        ("The Associated Press", "AP"), ("Ana Ngo, Associated Press", "AP"), ("Ana Ngo / AFP", "AFP"), ("Ana Ngo (Reuters)", "Reuters"),
        ("dpa", "dpa"), ("Agence France-Presse", "AFP"), ("Ana Ngo", nil), ("Ana Ngo, Staff Writer", nil),
    ] as [(String, String?)])
    func aBylineMayNameTheAgency(byline: String, credit: String?) {
        #expect(article("Rain.", byline: byline).credit == credit)
    }

    @Test(arguments: [
        ("Rain.\n— Reuters", "Reuters"), ("Rain.\n(AP)", "AP"), ("Rain.\n© 2024 AFP", "AFP"),
        ("Rain.\nCopyright 2024 The Associated Press. All rights reserved.", "AP"), ("Rain.\nAP was first.", nil), ("Reuters", nil),
    ] as [(String, String?)])
    func aLastLineMayNameTheAgency(body: String, credit: String?) {
        #expect(article(body).credit == credit)
    }

    @Test func whatAFieldSaidStays() {
        var found = Article(
            title: "", body: "TEHRAN (AFP) — Der Minister sprach am Montag über die Lage der Stadt und des Landes.", place: "Isfahan",
            credit: "Lede Wire", language: "en", origin: RecordOrigin(path: "a", recordNumber: 1, byteOffset: 0))
        found.fillFromText()
        #expect(found.place == "Isfahan" && found.credit == "Lede Wire" && found.language == "en")
    }

    @Test(arguments: [
        ("en", "The council of the town met on Monday and said that it would not pay for the new bridge."),
        ("de", "Der Rat der Stadt hat am Montag beschlossen, dass die neue Brücke nicht gebaut wird, und das ist auch gut so."),
        ("fr", "Le conseil de la ville a décidé lundi que le nouveau pont ne sera pas construit, et c'est une bonne chose pour elle."),
        ("it", "Il consiglio della città ha deciso che il nuovo ponte non sarà costruito, e questa è una buona cosa per tutti."),
        ("es", "El consejo de la ciudad decidió el lunes que no se construirá el nuevo puente, y es una buena noticia para los vecinos."),
        ("pt", "O conselho da cidade decidiu que a nova ponte não será construída, e isso é uma boa notícia para os moradores."),
        ("nl", "De raad van de stad heeft besloten dat de nieuwe brug niet wordt gebouwd, en dat is ook goed voor het dorp."),
        ("sv", "Stadens råd har beslutat att den nya bron inte ska byggas, och det är bra för alla som bor där."),
        ("da", "Byens råd har besluttet, at den nye bro ikke skal bygges, og det er godt for dem, der bor ved åen."),
        ("no", "Byens råd har bestemt at den nye broen ikke skal bygges, og det er bra for dem som bor ved elva etter flommen."),
        ("fi", "Kaupungin valtuusto päätti että uutta siltaa ei rakenneta, ja se on hyvä asia kun ottaa huomioon mitä se olisi maksanut."),
        ("pl", "Rada miasta zdecydowała w poniedziałek, że nowy most nie będzie zbudowany, co jest dobrą wiadomością dla tych, którzy są za rzeką."),
        ("cs", "Rada města rozhodla, že nový most se nebude stavět, a to je dobrá zpráva pro ty, kteří jsou za řekou, ale ne pro všechny."),
        ("hu", "A városi tanács úgy döntött, hogy az új hidat nem építik meg, és ez jó hír azoknak, akik a folyó mellett laknak."),
        ("tr", "Belediye meclisi yeni köprü için bir karar verdi ve bu karar daha sonra çok tartışıldı, ancak köprü olarak bir şey yok."),
        ("ru", "Совет города решил, что новый мост не будет построен, и это хорошо для тех, кто живёт у реки."),
        ("uk", "Міська рада вирішила, що новий міст не буде збудовано, і це добре для тих, хто живе біля річки, але не для всіх."),
        ("el", "Το συμβούλιο της πόλης αποφάσισε."), ("he", "מועצת העיר החליטה."), ("ar", "قرر مجلس المدينة يوم الاثنين."),
        ("fa", "شورای شهر تصمیم گرفت که پل جدید ساخته نشود."), ("th", "สภาเมืองตัดสินใจแล้ว"), ("ko", "시의회는 월요일에 결정했다."),
        ("ja", "市議会は月曜日に新しい橋を建設しないと決めた。"), ("zh", "市议会星期一决定不建造新桥。"), ("hi", "नगर परिषद ने सोमवार को फैसला किया।"),
    ])
    func theTextTellsItsLanguage(language: String, text: String) {
        #expect(article(text).language == language)
    }

    @Test(arguments: [
        "", "Rain.", "12 345 678", "Ngo Okafor Sampson Harbour", "TV, DVD, CD-ROM", "x y z",
        // Letters beside digits were taken for words: for Polish ones here.
        "w3795 wb5c0 w6a37 wac77 wca50 w723 wdb57 w4911 wb644 wb1a1 wb265 w51d1",
        // Danish or Norwegian: no word tells.
        "Han har ikke set det, men vi kan se en by med den og en vej for de unge.",
        // A list of names, and four common words.
        "the \(names(14)) and the \(names(14)) of \(names(14))",
    ])
    func tooLittleTextTellsNone(text: String) {
        var found = Article(title: "", body: text, origin: RecordOrigin(path: "a", recordNumber: 1, byteOffset: 0))
        found.fillFromText()
        #expect(found.language == nil)
    }

    private static func names(_ count: Int) -> String { (0..<count).map { "Kovac\($0 % 2 == 0 ? "sen" : "ova")" }.joined(separator: " ") }
}
