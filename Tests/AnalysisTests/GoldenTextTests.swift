// SPDX-License-Identifier: Apache-2.0

import LedeAnalysis
import Testing

@Suite("Whole texts") struct GoldenTextTests {
    @Test("An article as it comes")
    func article() {
        let text = """
            Harbour board backs state-owned ferry
            PORT ALDER, Sept. 4 — The board’s vote, 7-2, clears a $1,200-a-berth levy. “We don’t need AT&T’s permission,” \
            Dr. M. Ilves said.

            The U.N. team left at 9 a.m. Tuesday; the U.S. The rest stay.
            """
        let expected = """
            harbour board backs {stateowned} state owned ferry | ¶ \
            port alder sept 4 the board vote 7 2 clears a {1200aberth} 1200 a berth levy | \
            we don t need at&t permission dr m ilves said | ¶ \
            the un team left at 9 am tuesday the us | the rest stay | ¶
            """
        #expect(marked(text) == expected)
    }

    @Test("A badly scanned page stays a page of short words")
    func scannedPage() {
        let text = #"<4VHJIMIST tSi >'\"^atir c++o ii; th* w&r of nat|ons .;, l'i J,.-'a 1;: ~~ =+ W»s~•"#
        #expect(wordsOf(text) == "4vhjimist tsi atir c o ii th w&r of nat ons {li} l i j a 1 w s")
    }
}
