// SPDX-License-Identifier: Apache-2.0
// Written by scripts/generate-folding-table from the data of Unicode 14.0.0. Do not edit.

extension FoldingTable {
    /// Runs of scalars from U+0080 on, as `[gap]kind[length][=folded[+]]`, numbers in hexadecimal. The gap counts the
    /// scalars skipped since the last run; `+` says that the folded scalar rises through the run.
    static let data: String = """
        5s=A 1As=20 9o=61 p=22 1x= 4o2=32+ p=27 l=3BC 3o=31 o=6F p=22 n=20.31.2F.34 n=20.31.2F.32 n=20.33.2F.34 1u6=61 \
        u=61.65 u=63 u4=65 u4=69 u=64 u2=6E+ u4=6F 1u=6F u4=75 u=79 u=74.68 l=73.73 l6=61 l=61.65 l=63 l4=65 l4=69 \
        l=64 l2=6E+ l4=6F 1l=6F l4=75 l=79 l=74.68 l=79 u=61 l=61 u=61 l=61 u=61 l=61 u=63 l=63 u=63 l=63 u=63 l=63 \
        u=63 l=63 u=64 l=64 u=64 l=64 u=65 l=65 u=65 l=65 u=65 l=65 u=65 l=65 u=65 l=65 u=67 l=67 u=67 l=67 u=67 l=67 \
        u=67 l=67 u=68 l=68 u=68 l=68 u=69 l=69 u=69 l=69 u=69 l=69 u=69 l=69 u=69 l=69 u=69.6A l=69.6A u=6A l=6A u=6B \
        l2=6B u=6C l=6C u=6C l=6C u=6C l=6C u=6C.20 l=6C.20 u=6C l=6C u=6E l=6E u=6E l=6E u=6E l=6E l=20.6E u=6E l=6E \
        u=6F l=6F u=6F l=6F u=6F l=6F u=6F.65 l=6F.65 u=72 l=72 u=72 l=72 u=72 l=72 u=73 l=73 u=73 l=73 u=73 l=73 u=73 \
        l=73 u=74 l=74 u=74 l=74 u=74 l=74 u=75 l=75 u=75 l=75 u=75 l=75 u=75 l=75 u=75 l=75 u=75 l=75 u=77 l=77 u=79 \
        l=79 u2=79+ l=7A u=7A l=7A u=7A l=7A l=73 l=62 u=253 u=183 l u=185 l u=254 u=188 l u2=256+ u=18C l2 u=1DD u=65 \
        u=25B u=66 l=66 u=260 u=263 l u=269 u=69 u=199 l3 u=26F u=272 l u=275 u=6F l=6F u=1A3 l u=1A5 l u=280 u=1A8 l \
        u=283 l2 u=1AD l u=288 u=75 l=75 u2=28A+ u=1B4 l u=1B6 l u=292 u=1B9 l2 o u=1BD l3 o4 u=64.7A u=64.7A l=64.7A \
        u=6C.6A u=6C.6A l=6C.6A u=6E.6A u=6E.6A l=6E.6A u=61 l=61 u=69 l=69 u=6F l=6F u=75 l=75 u=75 l=75 u=75 l=75 \
        u=75 l=75 u=75 l=75 l u=61 l=61 u=61 l=61 u=61.65 l=61.65 u=1E5 l u=67 l=67 u=6B l=6B u=6F l=6F u=6F l=6F \
        u=292 l=292 l=6A u=64.7A u=64.7A l=64.7A u=67 l=67 u=195 u=1BF u=6E l=6E u=61 l=61 u=61.65 l=61.65 u=6F l=6F \
        u=61 l=61 u=61 l=61 u=65 l=65 u=65 l=65 u=69 l=69 u=69 l=69 u=6F l=6F u=6F l=6F u=72 l=72 u=72 l=72 u=75 l=75 \
        u=75 l=75 u=73 l=73 u=74 l=74 u=21D l u=68 l=68 u=19E l u=223 l u=225 l u=61 l=61 u=65 l=65 u=6F l=6F u=6F \
        l=6F u=6F l=6F u=6F l=6F u=79 l=79 l6 u=2C65 u=23C l u=19A u=2C66 l2 u=242 l u=62 u=289 u=28C u=247 l u=249 l \
        u=24B l u=24D l u=24F lA l=65 lE l=69 l2B o l1B o=68 o=266 o=6A o=72 o=279 o=27B o=281 o=77 o=79 p=27 o p3=27 \
        x2= o2 4o2 p=27 o9 Eo=263 o=6C o=73 o=78 o=295 7o 1o 11x70= u=371 l u=373 l 2u=377 l 2o=20.3B9 l3 p=3B u=3F3 \
        6u=3B1 1u=3B5 u=3B7 u=3B9 1u=3BF 1u=3C5 u=3C9 l=3B9 u11=3B1+ 1u7=3C3+ u=3B9 u=3C5 l=3B1 l=3B5 l=3B7 l=3B9 \
        l=3C5 l11 l=3C3 l7 l=3B9 l=3C5 l=3BF l=3C5 l=3C9 u=3D7 l=3B2 l=3B8 o3=3C5 l=3C6 l=3C0 l u=3D9 l u=3DB l u=3DD \
        l u=3DF l u=3E1 l u=3E3 l u=3E5 l u=3E7 l u=3E9 l u=3EB l u=3ED l u=3EF l l=3BA l=3C1 l=3C3 l u=3B8 l=3B5 \
        1u=3F8 l u=3C3 u=3FB l2 u3=37B+ u2=435 u=452 u=433 u3=454+ u=456 u4=458+ u=43A u=438 u=443 u=45F u9=430+ u=438 \
        u16=43A+ l9 l=438 l16 l2=435 l l=433 l3 l=456 l4 l=43A l=438 l=443 l u=461 l u=463 l u=465 l u=467 l u=469 l \
        u=46B l u=46D l u=46F l u=471 l u=473 l u=475 l u=475 l=475 u=479 l u=47B l u=47D l u=47F l u=481 l 1x5= o2 \
        u=48B l u=48D l u=48F l u=491 l u=493 l u=495 l u=497 l u=499 l u=49B l u=49D l u=49F l u=4A1 l u=4A3 l u=4A5 \
        l u=4A7 l u=4A9 l u=4AB l u=4AD l u=4AF l u=4B1 l u=4B3 l u=4B5 l u=4B7 l u=4B9 l u=4BB l u=4BD l u=4BF l \
        u=4CF u=436 l=436 u=4C4 l u=4C6 l u=4C8 l u=4CA l u=4CC l u=4CE l2 u=430 l=430 u=430 l=430 u=4D5 l u=435 l=435 \
        u=4D9 l u=4D9 l=4D9 u=436 l=436 u=437 l=437 u=4E1 l u=438 l=438 u=438 l=438 u=43E l=43E u=4E9 l u=4E9 l=4E9 \
        u=44D l=44D u=443 l=443 u=443 l=443 u=443 l=443 u=447 l=447 u=4F7 l u=44B l=44B u=4FB l u=4FD l u=4FF l u=501 \
        l u=503 l u=505 l u=507 l u=509 l u=50B l u=50D l u=50F l u=511 l u=513 l u=515 l u=517 l u=519 l u=51B l \
        u=51D l u=51F l u=521 l u=523 l u=525 l u=527 l u=529 l u=52B l u=52D l u=52F l 1u26=561+ 2o 6l27 l=565.582 l \
        8x2D= 1x= 1x2= 1x2= 1x= 8o1B 4o4 1DxB= 1x= 3o2 o2=627 o=648 o=627 o=64A o19 x= oA x15= nA=30+ 4o2 x= o4 \
        o=627.674 o=648.674 o=6C7.674 o=64A.674 o47 o=6D5 o o=6C1 o10 o=6D2 1o8 2oA 1o6 nA=30+ o3 2o 10o3B 2o65 \
        EnA=30+ o2C 4o 2o 2o2E 12o1C 4oB 5o18 1o6 9o4A 1o46 o=928.93C o7 o=930.93C o2 o=933.93C o23 o=915.93C \
        o=916.93C o=917.93C o=91C.93C o=921.93C o=922.93C o=92B.93C o=92F.93C o4 2nA=30+ 1o13 1o8 2o2 2o16 1o7 1o 3o4 \
        2o9 2o2 2o=9C7.9BE o=9C7.9D7 o2 8o 4o=9A1.9BC o=9A2.9BC 1o=9AF.9BC o4 2nA=30+ o2 2o6 2o 1o 2o3 1o6 4o2 2o16 \
        1o7 1o o=A32.A3C 1o o=A38.A3C 1o2 2o 1o5 4o2 2o3 3o 7o=A16.A3C o=A17.A3C o=A1C.A3C o 1o=A2B.A3C 7nA=30+ o6 Bo3 \
        1o9 1o3 1o16 1o7 1o2 1o5 2oA 1o3 1o3 2o Fo4 2nA=30+ 9o7 1o3 1o8 2o2 2o16 1o7 1o2 1o5 2o9 2o o=B47.B56 \
        2o=B47.B3E o=B47.B57 o 7o3 4o=B21.B3C o=B22.B3C 1o5 2nA=30+ 1o7 Ao2 1o6 3o3 1o2 o=B92.BD7 o 3o2 1o 1o2 3o2 3o3 \
        3oC 4o5 3o3 1o=BC6.BBE o=BC7.BBE o=BC6.BD7 o 2o 6o EnA=30+ o3 DoD 1o3 1o17 1o10 2o9 1o2 o=C46.C56 1o4 7o2 1o3 \
        2o 2o4 2nA=30+ 8o7 1o4 1o8 1o3 1o17 1oA 1o5 2o4 o=CBF.CD5 o4 1o o=CC6.CD5 o=CC6.CD6 1o=CC6.CC2 o=CC6.CC2.CD5 \
        o2 7o2 6o2 1o4 2nA=30+ 1o2 DoD 1o3 1o33 1o3 1o=D46.D3E o=D47.D3E o=D46.D57 o2 5o10 2nA=30+ o9 1o6 1o3 1o12 \
        3o18 1o9 1o 2o7 3o 4o6 1o 1o2 o=DD9.DCA o o=DD9.DCF o=DD9.DCF.DCA o=DD9.DDF o 6nA=30+ 2o2 Do32 o=E4D.E32 o7 \
        5oF 1nA=30+ 27o2 1o 1o5 1o18 1o 1oC o=ECD.EB2 oA 2o5 1o 1o6 2nA=30+ 2o=EAB.E99 o=EAB.EA1 o2 20o 17o2 6nA=30+ \
        oA 1o 1o 1o 4o5 o=F42.FB7 o4 1o4 o=F4C.FB7 o4 o=F51.FB7 o4 o=F56.FB7 o4 o=F5B.FB7 oC o=F40.FB5 o3 4o2 \
        o=F71.F72 o o=F71.F74 o=FB2.F80 o=FB2.F71.F80 o=FB3.F80 o=FB3.F71.F80 o7 o=F71.F80 o3 1oD o=F92.FB7 o4 1o4 \
        o=F9C.FB7 o4 o=FA1.FB7 o4 o=FA6.FB7 o4 o=FAB.FB7 oC o=F90.FB5 o3 9o 39o26 o=1025.102E o19 nA=30+ 6o40 nA=30+ \
        o4 2u26=2D00+ 1u=2D27 5u=2D2D 2l2B 1o=10DC l3 o149 1o4 2o7 1o 1o4 2o29 1o4 2o21 1o4 2o7 1o 1o4 2oF 1o39 1o4 \
        2o43 2o3 9o14 3o10 10u56 2l6=13F0+ 3o26C 2o11 s=20 o1A 5o4B 3oB 7o16 9o16 Bo14 CoD 1o3 1o2 Co54 3o 4o2 2nA=30+ \
        6oA 11o3 x= o nA=30+ 6o59 7o2B 5o46 Ao1F 1oC 4oC AnA=30+ o1E 2o5 Bo2C 4o1A 6nA=30+ o 25o1C 4o3F 1o1D 2o nA=30+ \
        6nA=30+ Do 8x50= o6 o=1B05.1B35 o o=1B07.1B35 o o=1B09.1B35 o o=1B0B.1B35 o o=1B0D.1B35 o3 o=1B11.1B35 o28 \
        o=1B3A.1B35 o o=1B3C.1B35 o2 o=1B3E.1B35 o=1B3F.1B35 o o=1B42.1B35 o9 3nA=30+ 11o9 Co30 nA=30+ o3A Co38 \
        8nA=30+ 3o3 nA=30+ o24 2l=432 l=434 l=43E l2=441+ l=442 l=44A l=463 l=A64B 7u2B=10D0+ 2u3=10FD+ 10o3 1o27 5l2C \
        o=61 o=61.65 o=62 o o2=64+ o=1DD o8=67+ o o=6F o=223 o=70 o=72 o2=74+ o=77 o=61 o2=250+ o=1D02 o=62 o2=64+ \
        o=65 o2=25B+ o=67 o o=6B o3=6D+ o=254 o2=1D16+ o=70 o2=74+ o=1D1D o=26F o=76 o=1D25 o3=3B2+ o2=3C6+ o=69 o=72 \
        o2=75+ o2=3B2+ o=3C1 o2=3C6+ lD o=43D l22 o=252 o=63 o=255 o=64 o=25C o=66 o=25F o=261 o=265 o=69 o2=269+ \
        o=1D7B o=29D o=26D o=1D85 o=29F o=271 o=270 o4=272+ o=278 o2=282+ o=1AB o2=289+ o=1D1C o2=28B+ o=7A o3=290+ \
        o=3B8 x40= u=61 l=61 u=62 l=62 u=62 l=62 u=62 l=62 u=63 l=63 u=64 l=64 u=64 l=64 u=64 l=64 u=64 l=64 u=64 l=64 \
        u=65 l=65 u=65 l=65 u=65 l=65 u=65 l=65 u=65 l=65 u=66 l=66 u=67 l=67 u=68 l=68 u=68 l=68 u=68 l=68 u=68 l=68 \
        u=68 l=68 u=69 l=69 u=69 l=69 u=6B l=6B u=6B l=6B u=6B l=6B u=6C l=6C u=6C l=6C u=6C l=6C u=6C l=6C u=6D l=6D \
        u=6D l=6D u=6D l=6D u=6E l=6E u=6E l=6E u=6E l=6E u=6E l=6E u=6F l=6F u=6F l=6F u=6F l=6F u=6F l=6F u=70 l=70 \
        u=70 l=70 u=72 l=72 u=72 l=72 u=72 l=72 u=72 l=72 u=73 l=73 u=73 l=73 u=73 l=73 u=73 l=73 u=73 l=73 u=74 l=74 \
        u=74 l=74 u=74 l=74 u=74 l=74 u=75 l=75 u=75 l=75 u=75 l=75 u=75 l=75 u=75 l=75 u=76 l=76 u=76 l=76 u=77 l=77 \
        u=77 l=77 u=77 l=77 u=77 l=77 u=77 l=77 u=78 l=78 u=78 l=78 u=79 l=79 u=7A l=7A u=7A l=7A u=7A l=7A l=68 l=74 \
        l=77 l=79 l=61 l=73 l2 u=73.73 l u=61 l=61 u=61 l=61 u=61 l=61 u=61 l=61 u=61 l=61 u=61 l=61 u=61 l=61 u=61 \
        l=61 u=61 l=61 u=61 l=61 u=61 l=61 u=61 l=61 u=65 l=65 u=65 l=65 u=65 l=65 u=65 l=65 u=65 l=65 u=65 l=65 u=65 \
        l=65 u=65 l=65 u=69 l=69 u=69 l=69 u=6F l=6F u=6F l=6F u=6F l=6F u=6F l=6F u=6F l=6F u=6F l=6F u=6F l=6F u=6F \
        l=6F u=6F l=6F u=6F l=6F u=6F l=6F u=6F l=6F u=75 l=75 u=75 l=75 u=75 l=75 u=75 l=75 u=75 l=75 u=75 l=75 u=75 \
        l=75 u=79 l=79 u=79 l=79 u=79 l=79 u=79 l=79 u=1EFB l u=1EFD l u=1EFF l l8=3B1 u8=3B1 l6=3B5 2u6=3B5 2l8=3B7 \
        u8=3B7 l8=3B9 u8=3B9 l6=3BF 2u6=3BF 2l8=3C5 1u=3C5 1u=3C5 1u=3C5 1u=3C5 l8=3C9 u8=3C9 l2=3B1 l2=3B5 l2=3B7 \
        l2=3B9 l2=3BF l2=3C5 l2=3C9 2l=3B1.3B9 l=3B1.3B9 l=3B1.3B9 l=3B1.3B9 l=3B1.3B9 l=3B1.3B9 l=3B1.3B9 l=3B1.3B9 \
        u=3B1.3B9 u=3B1.3B9 u=3B1.3B9 u=3B1.3B9 u=3B1.3B9 u=3B1.3B9 u=3B1.3B9 u=3B1.3B9 l=3B7.3B9 l=3B7.3B9 l=3B7.3B9 \
        l=3B7.3B9 l=3B7.3B9 l=3B7.3B9 l=3B7.3B9 l=3B7.3B9 u=3B7.3B9 u=3B7.3B9 u=3B7.3B9 u=3B7.3B9 u=3B7.3B9 u=3B7.3B9 \
        u=3B7.3B9 u=3B7.3B9 l=3C9.3B9 l=3C9.3B9 l=3C9.3B9 l=3C9.3B9 l=3C9.3B9 l=3C9.3B9 l=3C9.3B9 l=3C9.3B9 u=3C9.3B9 \
        u=3C9.3B9 u=3C9.3B9 u=3C9.3B9 u=3C9.3B9 u=3C9.3B9 u=3C9.3B9 u=3C9.3B9 l2=3B1 l=3B1.3B9 l=3B1.3B9 l=3B1.3B9 \
        1l=3B1 l=3B1.3B9 u4=3B1 u=3B1.3B9 1l=3B9 3l=3B7.3B9 l=3B7.3B9 l=3B7.3B9 1l=3B7 l=3B7.3B9 u2=3B5 u2=3B7 \
        u=3B7.3B9 3l4=3B9 2l2=3B9 u4=3B9 4l4=3C5 l2=3C1 l2=3C5 u4=3C5 u=3C1 2p=60 2l=3C9.3B9 l=3C9.3B9 l=3C9.3B9 \
        1l=3C9 l=3C9.3B9 u2=3BF u2=3C9 u=3C9.3B9 3sC=20 x4= p4=2D 4p4=27 p4=22 4p=2E 1p=2E 1s2=A x5= s=20 2p=27 p=22 \
        1p=27 3p2=22 9p=2F 1As=20 x= 5x4= 6o=30 o=69 2o6=34+ p=2B p=2D p=3D p2=28+ o=6E oA=30+ p=2B p=2D p=3D p2=28+ \
        1o=61 o=65 o=6F o=78 o=65 o=68 o4=6B+ o=70 o2=73+ 33x30= 2o=63 4o=25B 2l=67 o3=68 l2=68 o2=69 o=6C l=6C 1o=6E \
        o=6E.6F 2o3=70+ o2=72 3o=74.65.6C 2o=7A 1u=3C9 1o=7A 1u=6B u=61 o2=62+ 1l=65 o2=65+ u=214E o=6D l=6F o4=5D0+ \
        l=69 1o=66.61.78 l=3C0 l=3B3 o=3B3 o=3C0 5o=64 l2=64+ l2=69+ 4l 1n=20.31.2F.37 n=20.31.2F.39 n=20.31.2F.31.30 \
        n=20.31.2F.33 n=20.32.2F.33 n=20.31.2F.35 n=20.32.2F.35 n=20.33.2F.35 n=20.34.2F.35 n=20.31.2F.36 \
        n=20.35.2F.36 n=20.31.2F.38 n=20.33.2F.38 n=20.35.2F.38 n=20.37.2F.38 n=20.31.2F u=69 u=69.69 u=69.69.69 \
        u=69.76 u=76 u=76.69 u=76.69.69 u=76.69.69.69 u=69.78 u=78 u=78.69 u=78.69.69 u=6C u2=63+ u=6D l=69 l=69.69 \
        l=69.69.69 l=69.76 l=76 l=76.69 l=76.69.69 l=76.69.69.69 l=69.78 l=78 l=78.69 l=78.69.69 l=6C l2=63+ l=6D o3 \
        u=2184 l o4 n=20.30.2F.33 88p=2D 2p=2F 4Ap=3D Dp=3C p=3E 1F0o9=31+ o=31.30 o=31.31 o=31.32 o=31.33 o=31.34 \
        o=31.35 o=31.36 o=31.37 o=31.38 o=31.39 o=32.30 o=20.31.20 o=20.32.20 o=20.33.20 o=20.34.20 o=20.35.20 \
        o=20.36.20 o=20.37.20 o=20.38.20 o=20.39.20 o=20.31.30.20 o=20.31.31.20 o=20.31.32.20 o=20.31.33.20 \
        o=20.31.34.20 o=20.31.35.20 o=20.31.36.20 o=20.31.37.20 o=20.31.38.20 o=20.31.39.20 o=20.32.30.20 o=31.20 \
        o=32.20 o=33.20 o=34.20 o=35.20 o=36.20 o=37.20 o=38.20 o=39.20 o=31.30.20 o=31.31.20 o=31.32.20 o=31.33.20 \
        o=31.34.20 o=31.35.20 o=31.36.20 o=31.37.20 o=31.38.20 o=31.39.20 o=32.30.20 1Ao1A=61+ o1A=61+ o=30 o15 276o1E \
        46Cu30=2C30+ l30 u=2C61 l u=26B u=1D7D u=27D l2 u=2C68 l u=2C6A l u=2C6C l u=251 u=271 u=250 u=252 l u=2C73 l2 \
        u=2C76 l6 o=6A o=76 u2=23F+ u=2C81 l u=2C83 l u=2C85 l u=2C87 l u=2C89 l u=2C8B l u=2C8D l u=2C8F l u=2C91 l \
        u=2C93 l u=2C95 l u=2C97 l u=2C99 l u=2C9B l u=2C9D l u=2C9F l u=2CA1 l u=2CA3 l u=2CA5 l u=2CA7 l u=2CA9 l \
        u=2CAB l u=2CAD l u=2CAF l u=2CB1 l u=2CB3 l u=2CB5 l u=2CB7 l u=2CB9 l u=2CBB l u=2CBD l u=2CBF l u=2CC1 l \
        u=2CC3 l u=2CC5 l u=2CC7 l u=2CC9 l u=2CCB l u=2CCD l u=2CCF l u=2CD1 l u=2CD3 l u=2CD5 l u=2CD7 l u=2CD9 l \
        u=2CDB l u=2CDD l u=2CDF l u=2CE1 l u=2CE3 l2 6u=2CEC l u=2CEE l o3 u=2CF3 l 9o 2l26 1l 5l 2o38 7o=2D61 Fo18 \
        9o7 1o7 1o7 1o7 1o7 1o7 1o7 1o7 1o20 2Fo 6Fi=6BCD 53i=9F9F Ci=4E00 i=4E28 i=4E36 i=4E3F i=4E59 i=4E85 i=4E8C \
        i=4EA0 i=4EBA i=513F i=5165 i=516B i=5182 i=5196 i=51AB i=51E0 i=51F5 i=5200 i=529B i=52F9 i=5315 i=531A \
        i=5338 i=5341 i=535C i=5369 i=5382 i=53B6 i=53C8 i=53E3 i=56D7 i=571F i=58EB i=5902 i=590A i=5915 i=5927 \
        i=5973 i=5B50 i=5B80 i=5BF8 i=5C0F i=5C22 i=5C38 i=5C6E i=5C71 i=5DDB i=5DE5 i=5DF1 i=5DFE i=5E72 i=5E7A \
        i=5E7F i=5EF4 i=5EFE i=5F0B i=5F13 i=5F50 i=5F61 i=5F73 i=5FC3 i=6208 i=6236 i=624B i=652F i=6534 i=6587 \
        i=6597 i=65A4 i=65B9 i=65E0 i=65E5 i=66F0 i=6708 i=6728 i=6B20 i=6B62 i=6B79 i=6BB3 i=6BCB i=6BD4 i=6BDB \
        i=6C0F i=6C14 i=6C34 i=706B i=722A i=7236 i=723B i=723F i=7247 i=7259 i=725B i=72AC i=7384 i=7389 i=74DC \
        i=74E6 i=7518 i=751F i=7528 i=7530 i=758B i=7592 i=7676 i=767D i=76AE i=76BF i=76EE i=77DB i=77E2 i=77F3 \
        i=793A i=79B8 i=79BE i=7A74 i=7ACB i=7AF9 i=7C73 i=7CF8 i=7F36 i=7F51 i=7F8A i=7FBD i=8001 i=800C i=8012 \
        i=8033 i=807F i=8089 i=81E3 i=81EA i=81F3 i=81FC i=820C i=821B i=821F i=826E i=8272 i=8278 i=864D i=866B \
        i=8840 i=884C i=8863 i=897E i=898B i=89D2 i=8A00 i=8C37 i=8C46 i=8C55 i=8C78 i=8C9D i=8D64 i=8D70 i=8DB3 \
        i=8EAB i=8ECA i=8F9B i=8FB0 i=8FB5 i=9091 i=9149 i=91C6 i=91CC i=91D1 i=9577 i=9580 i=961C i=96B6 i=96B9 \
        i=96E8 i=9751 i=975E i=9762 i=9769 i=97CB i=97ED i=97F3 i=9801 i=98A8 i=98DB i=98DF i=9996 i=9999 i=99AC \
        i=9AA8 i=9AD8 i=9ADF i=9B25 i=9B2F i=9B32 i=9B3C i=9B5A i=9CE5 i=9E75 i=9E7F i=9EA5 i=9EBB i=9EC3 i=9ECD \
        i=9ED1 i=9EF9 i=9EFD i=9F0E i=9F13 i=9F20 i=9F3B i=9F4A i=9F52 i=9F8D i=9F9C i=9FA0 2As=20 1p=2E.20 2i o i \
        4p4=22 11oF 1o5 2i=5341 i2=5344+ o2 4i56 2x2= 2o o=309D i=3088.308A 1i5A 1i o o=30FD i=30B3.30C8 5o2B \
        1o2=1100+ o=11AA o=1102 o2=11AC+ o3=1103+ o6=11B0+ o=111A o3=1106+ o=1121 oA=1109+ o15=1161+ o=1160 o2=1114+ \
        o2=11C7+ o=11CC o=11CE o=11D3 o=11D7 o=11D9 o=111C o=11DD o=11DF o2=111D+ o=1120 o2=1122+ o=1127 o=1129 \
        o5=112B+ o=1132 o=1136 o=1140 o=1147 o=114C o2=11F1+ o3=1157+ o2=1184+ o=1188 o2=1191+ o=1194 o=119E o=11A1 \
        3i=4E00 i=4E8C i=4E09 i=56DB i=4E0A i=4E2D i=4E0B i=7532 i=4E59 i=4E19 i=4E01 i=5929 i=5730 i=4EBA o20 30i10 \
        20i=20.4E00.20 i=20.4E8C.20 i=20.4E09.20 i=20.56DB.20 i=20.4E94.20 i=20.516D.20 i=20.4E03.20 i=20.516B.20 \
        i=20.4E5D.20 i=20.5341.20 i=20.6708.20 i=20.706B.20 i=20.6C34.20 i=20.6728.20 i=20.91D1.20 i=20.571F.20 \
        i=20.65E5.20 i=20.682A.20 i=20.6709.20 i=20.793E.20 i=20.540D.20 i=20.7279.20 i=20.8CA1.20 i=20.795D.20 \
        i=20.52B4.20 i=20.4EE3.20 i=20.547C.20 i=20.5B66.20 i=20.76E3.20 i=20.4F01.20 i=20.8CC7.20 i=20.5354.20 \
        i=20.796D.20 i=20.4F11.20 i=20.81EA.20 i=20.81F3.20 i=554F i=5E7C i=6587 i=7B8F o8 o=70.74.65 o=32.31 o=32.32 \
        o=32.33 o=32.34 o=32.35 o=32.36 o=32.37 o=32.38 o=32.39 o=33.30 o=33.31 o=33.32 o=33.33 o=33.34 o=33.35 \
        20i=4E00 i=4E8C i=4E09 i=56DB i=4E94 i=516D i=4E03 i=516B i=4E5D i=5341 i=6708 i=706B i=6C34 i=6728 i=91D1 \
        i=571F i=65E5 i=682A i=6709 i=793E i=540D i=7279 i=8CA1 i=795D i=52B4 i=79D8 i=7537 i=5973 i=9069 i=512A \
        i=5370 i=6CE8 i=9805 i=4F11 i=5199 i=6B63 i=4E0A i=4E2D i=4E0B i=5DE6 i=53F3 i=533B i=5B97 i=5B66 i=76E3 \
        i=4F01 i=8CC7 i=5354 i=591C o=33.36 o=33.37 o=33.38 o=33.39 o=34.30 o=34.31 o=34.32 o=34.33 o=34.34 o=34.35 \
        o=34.36 o=34.37 o=34.38 o=34.39 o=35.30 i=31.6708 i=32.6708 i=33.6708 i=34.6708 i=35.6708 i=36.6708 i=37.6708 \
        i=38.6708 i=39.6708 i=31.30.6708 i=31.31.6708 i=31.32.6708 o=68.67 o=65.72.67 o=65.76 o=6C.74.64 i=30A2 i=30A4 \
        i=30A6 i=30A8 i2=30AA+ i=30AD i=30AF i=30B1 i=30B3 i=30B5 i=30B7 i=30B9 i=30BB i=30BD i=30BF i=30C1 i=30C4 \
        i=30C6 i=30C8 i6=30CA+ i=30D2 i=30D5 i=30D8 i=30DB i5=30DE+ i=30E4 i=30E6 i6=30E8+ i4=30EF+ i=4EE4.548C \
        i=30A2.30CF.30FC.30C8 i=30A2.30EB.30D5.30A1 i=30A2.30F3.30D8.30A2 i=30A2.30FC.30EB i=30A4.30CB.30F3.30AF \
        i=30A4.30F3.30C1 i=30A6.30A9.30F3 i=30A8.30B9.30AF.30FC.30C8 i=30A8.30FC.30AB.30FC i=30AA.30F3.30B9 \
        i=30AA.30FC.30E0 i=30AB.30A4.30EA i=30AB.30E9.30C3.30C8 i=30AB.30ED.30EA.30FC i=30AB.30ED.30F3 \
        i=30AB.30F3.30DE i=30AD.30AB i=30AD.30CB.30FC i=30AD.30E5.30EA.30FC i=30AD.30EB.30BF.30FC i=30AD.30ED \
        i=30AD.30ED.30AF.30E9.30E0 i=30AD.30ED.30E1.30FC.30C8.30EB i=30AD.30ED.30EF.30C3.30C8 i=30AF.30E9.30E0 \
        i=30AF.30E9.30E0.30C8.30F3 i=30AF.30EB.30BB.30A4.30ED i=30AF.30ED.30FC.30CD i=30B1.30FC.30B9 i=30B3.30EB.30CA \
        i=30B3.30FC.30DB i=30B5.30A4.30AF.30EB i=30B5.30F3.30C1.30FC.30E0 i=30B7.30EA.30F3.30AF i=30BB.30F3.30C1 \
        i=30BB.30F3.30C8 i=30BF.30FC.30B9 i=30C6.30B7 i=30C8.30EB i=30C8.30F3 i=30CA.30CE i=30CE.30C3.30C8 \
        i=30CF.30A4.30C4 i=30CF.30FC.30BB.30F3.30C8 i=30CF.30FC.30C4 i=30CF.30FC.30EC.30EB i=30D2.30A2.30B9.30C8.30EB \
        i=30D2.30AF.30EB i=30D2.30B3 i=30D2.30EB i=30D5.30A1.30E9.30C3.30C8 i=30D5.30A3.30FC.30C8 \
        i=30D5.30C3.30B7.30A7.30EB i=30D5.30E9.30F3 i=30D8.30AF.30BF.30FC.30EB i=30D8.30BD i=30D8.30CB.30D2 \
        i=30D8.30EB.30C4 i=30D8.30F3.30B9 i=30D8.30FC.30B7 i=30D8.30FC.30BF i=30DB.30A4.30F3.30C8 i=30DB.30EB.30C8 \
        i=30DB.30F3 i=30DB.30F3.30C8 i=30DB.30FC.30EB i=30DB.30FC.30F3 i=30DE.30A4.30AF.30ED i=30DE.30A4.30EB \
        i=30DE.30C3.30CF i=30DE.30EB.30AF i=30DE.30F3.30B7.30E7.30F3 i=30DF.30AF.30ED.30F3 i=30DF.30EA \
        i=30DF.30EA.30CF.30FC.30EB i=30E1.30AB i=30E1.30AB.30C8.30F3 i=30E1.30FC.30C8.30EB i=30E4.30FC.30C8 \
        i=30E4.30FC.30EB i=30E6.30A2.30F3 i=30EA.30C3.30C8.30EB i=30EA.30E9 i=30EB.30D2.30FC i=30EB.30FC.30D5.30EB \
        i=30EC.30E0 i=30EC.30F3.30C8.30B1.30F3 i=30EF.30C3.30C8 i=30.70B9 i=31.70B9 i=32.70B9 i=33.70B9 i=34.70B9 \
        i=35.70B9 i=36.70B9 i=37.70B9 i=38.70B9 i=39.70B9 i=31.30.70B9 i=31.31.70B9 i=31.32.70B9 i=31.33.70B9 \
        i=31.34.70B9 i=31.35.70B9 i=31.36.70B9 i=31.37.70B9 i=31.38.70B9 i=31.39.70B9 i=32.30.70B9 i=32.31.70B9 \
        i=32.32.70B9 i=32.33.70B9 i=32.34.70B9 o=68.70.61 o=64.61 o=61.75 o=62.61.72 o=6F.76 o=70.63 o=64.6D \
        o=64.6D.32 o=64.6D.33 o=69.75 i=5E73.6210 i=662D.548C i=5927.6B63 i=660E.6CBB i=682A.5F0F.4F1A.793E o=70.61 \
        o=6E.61 1o=6D.61 o=6B.61 o=6B.62 o=6D.62 o=67.62 o=63.61.6C o=6B.63.61.6C o=70.66 o=6E.66 2o=6D.67 o=6B.67 \
        o=68.7A o=6B.68.7A o=6D.68.7A o=67.68.7A o=74.68.7A 1o=6D.6C o=64.6C o=6B.6C o=66.6D o=6E.6D 1o=6D.6D o=63.6D \
        o=6B.6D o=6D.6D.32 o=63.6D.32 o=6D.32 o=6B.6D.32 o=6D.6D.33 o=63.6D.33 o=6D.33 o=6B.6D.33 2o=70.61 o=6B.70.61 \
        o=6D.70.61 o=67.70.61 o=72.61.64 2o=70.73 o=6E.73 1o=6D.73 o=70.76 o=6E.76 1o=6D.76 o=6B.76 o=6D.76 o=70.77 \
        o=6E.77 1o=6D.77 o=6B.77 o=6D.77 3o=62.71 o=63.63 o=63.64 2o=64.62 o=67.79 o=68.61 o=68.70 o=69.6E o=6B.6B \
        o=6B.6D o=6B.74 o=6C.6D o=6C.6E o=6C.6F.67 o=6C.78 o=6D.62 o=6D.69.6C o=6D.6F.6C o=70.68 1o=70.70.6D o=70.72 \
        o=73.72 o=73.76 o=77.62 2i=31.65E5 i=32.65E5 i=33.65E5 i=34.65E5 i=35.65E5 i=36.65E5 i=37.65E5 i=38.65E5 \
        i=39.65E5 i=31.30.65E5 i=31.31.65E5 i=31.32.65E5 i=31.33.65E5 i=31.34.65E5 i=31.35.65E5 i=31.36.65E5 \
        i=31.37.65E5 i=31.38.65E5 i=31.39.65E5 i=32.30.65E5 i=32.31.65E5 i=32.32.65E5 i=32.33.65E5 i=32.34.65E5 \
        i=32.35.65E5 i=32.36.65E5 i=32.37.65E5 i=32.38.65E5 i=32.39.65E5 i=33.30.65E5 i=33.31.65E5 o=67.61.6C i19C0 \
        40i5200 o48D 43o2E 2o10D 3o10 nA=30+ o2 14u=A641 l u=A643 l u=A645 l u=A647 l u=A649 l u=A64B l u=A64D l \
        u=A64F l u=A651 l u=A653 l u=A655 l u=A657 l u=A659 l u=A65B l u=A65D l u=A65F l u=A661 l u=A663 l u=A665 l \
        u=A667 l u=A669 l u=A66B l u=A66D l o5 1oA 1o u=A681 l u=A683 l u=A685 l u=A687 l u=A689 l u=A68B l u=A68D l \
        u=A68F l u=A691 l u=A693 l u=A695 l u=A697 l u=A699 l u=A69B l o=44A o=44C o54 25o9 2u=A723 l u=A725 l u=A727 \
        l u=A729 l u=A72B l u=A72D l u=A72F l3 u=A733 l u=A735 l u=A737 l u=A739 l u=A73B l u=A73D l u=A73F l u=A741 l \
        u=A743 l u=A745 l u=A747 l u=A749 l u=A74B l u=A74D l u=A74F l u=A751 l u=A753 l u=A755 l u=A757 l u=A759 l \
        u=A75B l u=A75D l u=A75F l u=A761 l u=A763 l u=A765 l u=A767 l u=A769 l u=A76B l u=A76D l u=A76F l o=A76F l8 \
        u=A77A l u=A77C l u=1D79 u=A77F l u=A781 l u=A783 l u=A785 l u=A787 l o 2p2=27 u=265 l o u=A791 l u=A793 l3 \
        u=A797 l u=A799 l u=A79B l u=A79D l u=A79F l u=A7A1 l u=A7A3 l u=A7A5 l u=A7A7 l u=A7A9 l u=266 u=25C u=261 \
        u=26C u=26A l u=29E u=287 u=29D u=AB53 u=A7B5 l u=A7B7 l u=A7B9 l u=A7BB l u=A7BD l u=A7BF l u=A7C1 l u=A7C3 l \
        u=A794 u=282 u=1D8E u=A7C8 l u=A7CA l 5u=A7D1 l 1l 1l u=A7D7 l u=A7D9 l 18o=63 o=66 o=71 u=A7F6 l o o=68 \
        o=6F.65 l o2D 4o 3o6 Ao34 Co46 AnA=30+ 6o18 3o 1o3 nA=30+ o24 2o24 Co1D 3o41 Eo nA=30+ 6o10 nA=30+ o5 1o37 9oE \
        2nA=30+ 6o17 3o49 18o3 2o10 2o5 Ao6 2o6 2o6 9o7 1o7 1l2B 1o=A727 o=AB37 o=26B o=AB52 l9 o=28D 6l50=13A0+ o2B \
        1o2 2nA=30+ 6o2BA4 Co17 4o31 2104i=8C48 i=66F4 i=8ECA i=8CC8 i=6ED1 i=4E32 i=53E5 i2=9F9C i=5951 i=91D1 i=5587 \
        i=5948 i=61F6 i=7669 i=7F85 i=863F i=87BA i=88F8 i=908F i=6A02 i=6D1B i=70D9 i=73DE i=843D i=916A i=99F1 \
        i=4E82 i=5375 i=6B04 i=721B i=862D i=9E1E i=5D50 i=6FEB i=85CD i=8964 i=62C9 i=81D8 i=881F i=5ECA i=6717 \
        i=6D6A i=72FC i=90CE i=4F86 i=51B7 i=52DE i=64C4 i=6AD3 i=7210 i=76E7 i=8001 i=8606 i=865C i=8DEF i=9732 \
        i=9B6F i=9DFA i=788C i=797F i=7DA0 i=83C9 i=9304 i=9E7F i=8AD6 i=58DF i=5F04 i=7C60 i=807E i=7262 i=78CA \
        i=8CC2 i=96F7 i=58D8 i=5C62 i=6A13 i=6DDA i=6F0F i=7D2F i=7E37 i=964B i=52D2 i=808B i=51DC i=51CC i=7A1C \
        i=7DBE i=83F1 i=9675 i=8B80 i=62CF i=6A02 i=8AFE i=4E39 i=5BE7 i=6012 i=7387 i=7570 i=5317 i=78FB i=4FBF \
        i=5FA9 i=4E0D i=6CCC i=6578 i=7D22 i=53C3 i=585E i=7701 i=8449 i=8AAA i=6BBA i=8FB0 i=6C88 i=62FE i=82E5 \
        i=63A0 i=7565 i=4EAE i=5169 i=51C9 i=6881 i=7CE7 i=826F i=8AD2 i=91CF i=52F5 i=5442 i=5973 i=5EEC i=65C5 \
        i=6FFE i=792A i=95AD i=9A6A i=9E97 i=9ECE i=529B i=66C6 i=6B77 i=8F62 i=5E74 i=6190 i=6200 i=649A i=6F23 \
        i=7149 i=7489 i=79CA i=7DF4 i=806F i=8F26 i=84EE i=9023 i=934A i=5217 i=52A3 i=54BD i=70C8 i=88C2 i=8AAA \
        i=5EC9 i=5FF5 i=637B i=6BAE i=7C3E i=7375 i=4EE4 i=56F9 i=5BE7 i=5DBA i=601C i=73B2 i=7469 i=7F9A i=8046 \
        i=9234 i=96F6 i=9748 i=9818 i=4F8B i=79AE i=91B4 i=96B8 i=60E1 i=4E86 i=50DA i=5BEE i=5C3F i=6599 i=6A02 \
        i=71CE i=7642 i=84FC i=907C i=9F8D i=6688 i=962E i=5289 i=677B i=67F3 i=6D41 i=6E9C i=7409 i=7559 i=786B \
        i=7D10 i=985E i=516D i=622E i=9678 i=502B i=5D19 i=6DEA i=8F2A i=5F8B i=6144 i=6817 i=7387 i=9686 i=5229 \
        i=540F i=5C65 i=6613 i=674E i=68A8 i=6CE5 i=7406 i=75E2 i=7F79 i=88CF i=88E1 i=91CC i=96E2 i=533F i=6EBA \
        i=541D i=71D0 i=7498 i=85FA i=96A3 i=9C57 i=9E9F i=6797 i=6DCB i=81E8 i=7ACB i=7B20 i=7C92 i=72C0 i=7099 \
        i=8B58 i=4EC0 i=8336 i=523A i=5207 i=5EA6 i=62D3 i=7CD6 i=5B85 i=6D1E i=66B4 i=8F3B i=884C i=964D i=898B \
        i=5ED3 i=5140 i=55C0 i2 i=585A i i=6674 i2 i=51DE i=732A i=76CA i=793C i=795E i=7965 i=798F i=9756 i=7CBE \
        i=7FBD i i=8612 i i=8AF8 i2 i=9038 i=90FD i3 i=98EF i=98FC i=9928 i=9DB4 i=90DE i=96B7 i=4FAE i=50E7 i=514D \
        i=52C9 i=52E4 i=5351 i=559D i=5606 i=5668 i=5840 i=58A8 i=5C64 i=5C6E i=6094 i=6168 i=618E i=61F2 i=654F \
        i=65E2 i=6691 i=6885 i=6D77 i=6E1A i=6F22 i=716E i=722B i=7422 i=7891 i=793E i=7949 i=7948 i=7950 i=7956 \
        i=795D i2=798D+ i=7A40 i=7A81 i=7BC0 i=7DF4 i=7E09 i=7E41 i=7F72 i=8005 i=81ED i2=8279 i=8457 i=8910 i=8996 \
        i=8B01 i=8B39 i=8CD3 i=8D08 i=8FB6 i=9038 i=96E3 i=97FF i=983B i=6075 i=242EE i=8218 2i=4E26 i=51B5 i=5168 \
        i=4F80 i=5145 i=5180 i=52C7 i=52FA i=559D i=5555 i=5599 i=55E2 i=585A i=58B3 i=5944 i=5954 i=5A62 i=5B28 \
        i=5ED2 i=5ED9 i=5F69 i=5FAD i=60D8 i=614E i=6108 i=618E i=6160 i=61F2 i=6234 i=63C4 i=641C i=6452 i=6556 \
        i=6674 i=6717 i=671B i=6756 i=6B79 i=6BBA i=6D41 i=6EDB i=6ECB i=6F22 i=701E i=716E i=77A7 i=7235 i=72AF \
        i=732A i=7471 i=7506 i=753B i=761D i=761F i=76CA i=76DB i=76F4 i=774A i=7740 i=78CC i=7AB1 i=7BC0 i=7C7B \
        i=7D5B i=7DF4 i=7F3E i=8005 i=8352 i=83EF i=8779 i=8941 i=8986 i=8996 i=8ABF i=8AF8 i=8ACB i=8B01 i=8AFE \
        i=8AED i=8B39 i=8B8A i=8D08 i=8F38 i=9072 i=9199 i=9276 i=967C i=96E3 i=9756 i=97DB i=97FF i=980B i=983B \
        i=9B12 i=9F9C i=2284A i=22844 i=233D5 i=3B9D i=4018 i=4039 i=25249 i=25CD0 i=27ED3 i=9F43 i=9F8E 26l=66.66 \
        l=66.69 l=66.6C l=66.66.69 l=66.66.6C l=73.74 l=73.74 Cl=574.576 l=574.565 l=574.56B l=57E.576 l=574.56D \
        5o=5D9 o o=5F2 o=5E2 o=5D0 o2=5D3+ o3=5DB+ o=5E8 o=5EA p=2B o4=5E9 o3=5D0 o6=5D1+ 1o5=5D8+ 1o=5DE 1o2=5E0+ \
        1o2=5E3+ 1o5=5E6+ o=5D5 o=5D1 o=5DB o=5E4 o=5D0.5DC o2=671 o4=67B o4=67E o4=680 o4=67A o4=67F o4=679 o4=6A4 \
        o4=6A6 o4=684 o4=683 o4=686 o4=687 o2=68D o2=68C o2=68E o2=688 o2=698 o2=691 o4=6A9 o4=6AF o4=6B3 o4=6B1 \
        o2=6BA o4=6BB o2=6D5 o4=6C1 o4=6BE o4=6D2 21o4=6AD o2=6C7 o2=6C6 o2=6C8 o=6C7.674 o2=6CB o2=6C5 o2=6C9 o4=6D0 \
        o2=649 o=64A.627 o=64A.627 o=64A.6D5 o=64A.6D5 o=64A.648 o=64A.648 o=64A.6C7 o=64A.6C7 o=64A.6C6 o=64A.6C6 \
        o=64A.6C8 o=64A.6C8 o=64A.6D0 o=64A.6D0 o=64A.6D0 o=64A.649 o=64A.649 o=64A.649 o4=6CC o=64A.62C o=64A.62D \
        o=64A.645 o=64A.649 o=64A.64A o=628.62C o=628.62D o=628.62E o=628.645 o=628.649 o=628.64A o=62A.62C o=62A.62D \
        o=62A.62E o=62A.645 o=62A.649 o=62A.64A o=62B.62C o=62B.645 o=62B.649 o=62B.64A o=62C.62D o=62C.645 o=62D.62C \
        o=62D.645 o=62E.62C o=62E.62D o=62E.645 o=633.62C o=633.62D o=633.62E o=633.645 o=635.62D o=635.645 o=636.62C \
        o=636.62D o=636.62E o=636.645 o=637.62D o=637.645 o=638.645 o=639.62C o=639.645 o=63A.62C o=63A.645 o=641.62C \
        o=641.62D o=641.62E o=641.645 o=641.649 o=641.64A o=642.62D o=642.645 o=642.649 o=642.64A o=643.627 o=643.62C \
        o=643.62D o=643.62E o=643.644 o=643.645 o=643.649 o=643.64A o=644.62C o=644.62D o=644.62E o=644.645 o=644.649 \
        o=644.64A o=645.62C o=645.62D o=645.62E o=645.645 o=645.649 o=645.64A o=646.62C o=646.62D o=646.62E o=646.645 \
        o=646.649 o=646.64A o=647.62C o=647.645 o=647.649 o=647.64A o=64A.62C o=64A.62D o=64A.62E o=64A.645 o=64A.649 \
        o=64A.64A o2=630+ o=649 6o=64A.631 o=64A.632 o=64A.645 o=64A.646 o=64A.649 o=64A.64A o=628.631 o=628.632 \
        o=628.645 o=628.646 o=628.649 o=628.64A o=62A.631 o=62A.632 o=62A.645 o=62A.646 o=62A.649 o=62A.64A o=62B.631 \
        o=62B.632 o=62B.645 o=62B.646 o=62B.649 o=62B.64A o=641.649 o=641.64A o=642.649 o=642.64A o=643.627 o=643.644 \
        o=643.645 o=643.649 o=643.64A o=644.645 o=644.649 o=644.64A o=645.627 o=645.645 o=646.631 o=646.632 o=646.645 \
        o=646.646 o=646.649 o=646.64A o=649 o=64A.631 o=64A.632 o=64A.645 o=64A.646 o=64A.649 o=64A.64A o=64A.62C \
        o=64A.62D o=64A.62E o=64A.645 o=64A.647 o=628.62C o=628.62D o=628.62E o=628.645 o=628.647 o=62A.62C o=62A.62D \
        o=62A.62E o=62A.645 o=62A.647 o=62B.645 o=62C.62D o=62C.645 o=62D.62C o=62D.645 o=62E.62C o=62E.645 o=633.62C \
        o=633.62D o=633.62E o=633.645 o=635.62D o=635.62E o=635.645 o=636.62C o=636.62D o=636.62E o=636.645 o=637.62D \
        o=638.645 o=639.62C o=639.645 o=63A.62C o=63A.645 o=641.62C o=641.62D o=641.62E o=641.645 o=642.62D o=642.645 \
        o=643.62C o=643.62D o=643.62E o=643.644 o=643.645 o=644.62C o=644.62D o=644.62E o=644.645 o=644.647 o=645.62C \
        o=645.62D o=645.62E o=645.645 o=646.62C o=646.62D o=646.62E o=646.645 o=646.647 o=647.62C o=647.645 o=647 \
        o=64A.62C o=64A.62D o=64A.62E o=64A.645 o=64A.647 o=64A.645 o=64A.647 o=628.645 o=628.647 o=62A.645 o=62A.647 \
        o=62B.645 o=62B.647 o=633.645 o=633.647 o=634.645 o=634.647 o=643.644 o=643.645 o=644.645 o=646.645 o=646.647 \
        o=64A.645 o=64A.647 3o=637.649 o=637.64A o=639.649 o=639.64A o=63A.649 o=63A.64A o=633.649 o=633.64A o=634.649 \
        o=634.64A o=62D.649 o=62D.64A o=62C.649 o=62C.64A o=62E.649 o=62E.64A o=635.649 o=635.64A o=636.649 o=636.64A \
        o=634.62C o=634.62D o=634.62E o=634.645 o=634.631 o=633.631 o=635.631 o=636.631 o=637.649 o=637.64A o=639.649 \
        o=639.64A o=63A.649 o=63A.64A o=633.649 o=633.64A o=634.649 o=634.64A o=62D.649 o=62D.64A o=62C.649 o=62C.64A \
        o=62E.649 o=62E.64A o=635.649 o=635.64A o=636.649 o=636.64A o=634.62C o=634.62D o=634.62E o=634.645 o=634.631 \
        o=633.631 o=635.631 o=636.631 o=634.62C o=634.62D o=634.62E o=634.645 o=633.647 o=634.647 o=637.645 o=633.62C \
        o=633.62D o=633.62E o=634.62C o=634.62D o=634.62E o=637.645 o=638.645 o2=627 12o=62A.62C.645 o=62A.62D.62C \
        o=62A.62D.62C o=62A.62D.645 o=62A.62E.645 o=62A.645.62C o=62A.645.62D o=62A.645.62E o=62C.645.62D \
        o=62C.645.62D o=62D.645.64A o=62D.645.649 o=633.62D.62C o=633.62C.62D o=633.62C.649 o=633.645.62D \
        o=633.645.62D o=633.645.62C o=633.645.645 o=633.645.645 o=635.62D.62D o=635.62D.62D o=635.645.645 \
        o=634.62D.645 o=634.62D.645 o=634.62C.64A o=634.645.62E o=634.645.62E o=634.645.645 o=634.645.645 \
        o=636.62D.649 o=636.62E.645 o=636.62E.645 o=637.645.62D o=637.645.62D o=637.645.645 o=637.645.64A \
        o=639.62C.645 o=639.645.645 o=639.645.645 o=639.645.649 o=63A.645.645 o=63A.645.64A o=63A.645.649 \
        o=641.62E.645 o=641.62E.645 o=642.645.62D o=642.645.645 o=644.62D.645 o=644.62D.64A o=644.62D.649 \
        o=644.62C.62C o=644.62C.62C o=644.62E.645 o=644.62E.645 o=644.645.62D o=644.645.62D o=645.62D.62C \
        o=645.62D.645 o=645.62D.64A o=645.62C.62D o=645.62C.645 o=645.62E.62C o=645.62E.645 2o=645.62C.62E \
        o=647.645.62C o=647.645.645 o=646.62D.645 o=646.62D.649 o=646.62C.645 o=646.62C.645 o=646.62C.649 \
        o=646.645.64A o=646.645.649 o=64A.645.645 o=64A.645.645 o=628.62E.64A o=62A.62C.64A o=62A.62C.649 \
        o=62A.62E.64A o=62A.62E.649 o=62A.645.64A o=62A.645.649 o=62C.645.64A o=62C.62D.649 o=62C.645.649 \
        o=633.62E.649 o=635.62D.64A o=634.62D.64A o=636.62D.64A o=644.62C.64A o=644.645.64A o=64A.62D.64A \
        o=64A.62C.64A o=64A.645.64A o=645.645.64A o=642.645.64A o=646.62D.64A o=642.645.62D o=644.62D.645 \
        o=639.645.64A o=643.645.64A o=646.62C.62D o=645.62E.64A o=644.62C.645 o=643.645.645 o=644.62C.645 \
        o=646.62C.62D o=62C.62D.64A o=62D.62C.64A o=645.62C.64A o=641.645.64A o=628.62D.64A o=643.645.645 \
        o=639.62C.645 o=635.645.645 o=633.62E.64A o=646.62C.64A 28o=635.644.6D2 o=642.644.6D2 o=627.644.644.647 \
        o=627.643.628.631 o=645.62D.645.62F o=635.644.639.645 o=631.633.648.644 o=639.644.64A.647 o=648.633.644.645 \
        o=635.644.649 o=635.644.649.20.627.644.644.647.20.639.644.64A.647.20.648.633.644.645 \
        o=62C.644.20.62C.644.627.644.647 4x10= p=2C 1p=2E p2=3A+ p=21 p=3F 9x10= 2p=2D p2=5F p2=28+ p=7B p=7D 8p4=22 \
        2p=5B p=5D 4p3=5F p=2C 1p=2E 1p=3B p=3A p=3F p=21 1p2=28+ p=7B p=7D 2p=23 p=26 p2=2A+ p=2D p=3C p=3E p=3D \
        1p=5C p2=24+ p=40 7o Co=621 o4=627 o2=648 o2=627 o4=64A o2=627 o4=628 o2=629 o4=62A o4=62B o4=62C o4=62D \
        o4=62E o2=62F o2=630 o2=631 o2=632 o4=633 o4=634 o4=635 o4=636 o4=637 o4=638 o4=639 o4=63A o4=641 o4=642 \
        o4=643 o4=644 o4=645 o4=646 o4=647 o2=648 o2=649 o4=64A o=644.627 o=644.627 o=644.627 o=644.627 o=644.627 \
        o=644.627 o=644.627 o=644.627 2x= 1p=21.20 pE=22+ nA=30+ p5=3A+ p=3F.20 p=40 u1A=61+ p6=5B+ l1A=61+ p4=7B+ \
        2p=2E.20 p2=22 2i=30F2 i=30A1 i=30A3 i=30A5 i=30A7 i=30A9 i=30E3 i=30E5 i=30E7 i=30C3 i=30FC i=30A2 i=30A4 \
        i=30A6 i=30A8 i2=30AA+ i=30AD i=30AF i=30B1 i=30B3 i=30B5 i=30B7 i=30B9 i=30BB i=30BD i=30BF i=30C1 i=30C4 \
        i=30C6 i=30C8 i6=30CA+ i=30D2 i=30D5 i=30D8 i=30DB i5=30DE+ i=30E4 i=30E6 i6=30E8+ i=30EF i=30F3 2o=1160 \
        o2=1100+ o=11AA o=1102 o2=11AC+ o3=1103+ o6=11B0+ o=111A o3=1106+ o=1121 oA=1109+ 3o6=1161+ 2o6=1167+ \
        2o6=116D+ 2o3=1173+ 23oC 1o1A 1o13 1o2 1oF 2oE 22o7B Co2D Co39 11o2 71o 82o1D 3o31 Fo1C 4o24 9o1E 5o2B 5o1E \
        2o24 4o8 1o5 2Au28=10428+ l28 o4E 2nA=30+ 6u24=104D8+ 4l24 4o28 8o34 CuB=10597+ 1uF=105A3+ 1u7=105B3+ \
        1u2=105BB+ 1lB 1lF 1l7 1l2 43o137 9o16 Ao8 18o o2=2D0+ o=61.65 o=299 o=253 1o=2A3 o=AB66 o=2A5 o=2A4 o2=256+ \
        o=1D91 o=258 o=25E o=2A9 o=264 o=262 o=260 o=29B o=68 o=29C o=267 o=284 o2=2AA+ o=26C o=1DF04 o=A78E o=26E \
        o=1DF05 o=28E o=1DF06 o=6F o2=276+ o=71 o=27A o=1DF08 o2=27D+ o=280 o=2A8 o=2A6 o=AB67 o=2A7 o=288 o=2C71 \
        1o=28F o2=2A1+ o=298 o3=1C0+ o=1DF0A o=1DF1E 45o6 2o 1o2C 1o2 3o 2o17 2o1F 2o26 8o9 30o13 1o2 5o21 4o1A 46o38 \
        4o14 2o32 1o2 5o8 1o3 1o1D 2o3 4oA 17o1F 1o20 20o8 1o1E 4o5 10o36 Ao16 2o1B 5o1A 17o7 50o49 37u33=10CC0+ Dl33 \
        7o2E 8nA=30+ 126o1F 1o2A 1o2 3o2 4Eo28 8o25 1Bo16 2Ao1C 14o17 9o47 Bo14 nA=30+ o6 9o1B o=11099.110BA o \
        o=1109B.110BA oE o=110A5.110BA oF 7o Do19 7nA=30+ 6o2E o=11131.11127 o=11132.11127 o5 1nA=30+ 4o4 8o24 2o 9o45 \
        4o4 1o2 nA=30+ o 1o 4o14 Bo12 1o25 6o 41o7 1o 1o4 1oF 1oA 7o3B 5nA=30+ 6o4 1o8 2o2 2o16 1o7 1o2 1o5 1oA 2o2 \
        2o=11347.1133E o=11347.11357 o 2o 6o 5o7 2o7 3o5 8Bo4B 5nA=30+ 4o4 1Eo3B o=114B9.114BA o=114B9.114B0 o \
        o=114B9.114BD o7 1o 8nA=30+ A6o36 2o2 o=115B8.115AF o=115B9.115AF o5 17o6 22o41 3o BnA=30+ 26o39 7nA=30+ 36o1B \
        2oF 4nA=30+ o2 4o7 B9o3B 65u20=118C0+ l20 nA=30+ o9 Co8 2o 2o8 1o2 1o1E 1o o=11935.11930 2o9 CnA=30+ 46o8 2o2E \
        2o8 1o2 1Bo3F 8o 8o4A 3o 12o49 107o9 1o2D 1o9 FnA=30+ o13 5o1E 2o16 1oE 49o7 1o2 1o2C 3o 1o2 1o9 8nA=30+ 6o6 \
        1o2 1o25 1o2 1o6 7nA=30+ 136o17 B9o Fo15 2Bo39A 66o6F 11oC4 A4Co61 Fo42F FD1o247 21B9o239 7o1F 1nA=30+ 6o4F \
        1nA=30+ 6o1E 2o5 Bo37 9o4 CnA=30+ 1o7 1o15 5o13 2B0u20=16E60+ l20 o17 69o4B 4o39 7o11 40o2 1o2 Bo2 Eo17F8 \
        8o4D6 2Ao9 22E7o4 1o7 1o2 1o123 2Do3 11o4 8o18C 904o6B 5oD 3o9 7oA 3o2 1261o2E 2o17 21Eo5 3o6 8o8 2o7 1Eo4 \
        94o3 9Bo14 6Co19 87o1A=61+ l1A=61+ o1A=61+ l7=61+ 1l12=69+ o1A=61+ l1A=61+ o=61 1o2=63+ 2o=67 2o2=6A+ 2o4=6E+ \
        1o8=73+ l4=61+ 1l=66 1l7=68+ 1lB=70+ o1A=61+ l1A=61+ o2=61+ 1o4=64+ 2o8=6A+ 1o7=73+ 1l1A=61+ o2=61+ 1o4=64+ \
        1o5=69+ 1o=6F 3o7=73+ 1l1A=61+ o1A=61+ l1A=61+ o1A=61+ l1A=61+ o1A=61+ l1A=61+ o1A=61+ l1A=61+ o1A=61+ l1A=61+ \
        o1A=61+ l1A=61+ l=69 l=237 2o11=3B1+ o=3B8 o7=3C3+ 1l11=3B1+ l2=3C3 l6=3C4+ 1l=3B5 l=3B8 l=3BA l=3C6 l=3C1 \
        l=3C0 o11=3B1+ o=3B8 o7=3C3+ 1l11=3B1+ l2=3C3 l6=3C4+ 1l=3B5 l=3B8 l=3BA l=3C6 l=3C1 l=3C0 o11=3B1+ o=3B8 \
        o7=3C3+ 1l11=3B1+ l2=3C3 l6=3C4+ 1l=3B5 l=3B8 l=3BA l=3C6 l=3C1 l=3C0 o11=3B1+ o=3B8 o7=3C3+ 1l11=3B1+ l2=3C3 \
        l6=3C4+ 1l=3B5 l=3B8 l=3BA l=3C6 l=3C1 l=3C0 o11=3B1+ o=3B8 o7=3C3+ 1l11=3B1+ l2=3C3 l6=3C4+ 1l=3B5 l=3B8 \
        l=3BA l=3C6 l=3C1 l=3C0 o=3DD l=3DD 2nA=30+ nA=30+ nA=30+ nA=30+ nA=30+ 200o37 4o32 8o Eo 16o5 1oF 450lA o l14 \
        E1o7 1o11 2o7 1o2 1o5 D5o2D 3oE 2nA=30+ 4o 141o1F 11o30 nA=30+ 4E6o7 1o4 1o2 1oF 1oC5 2o10 29u22=1E922+ l22 o8 \
        4nA=30+ 317o3B 1o3 1o4 4Co2D 1oF C2o2=627+ o=62C o=62F 1o=648 o=632 o=62D o=637 o=64A o4=643+ o=633 o=639 \
        o=641 o=635 o=642 o=631 o=634 o2=62A+ o=62E o=630 o=636 o=638 o=63A o=66E o=6BA o=6A1 o=66F 1o=628 o=62C \
        1o=647 2o=62D 1o=64A o4=643+ o=633 o=639 o=641 o=635 o=642 1o=634 o2=62A+ o=62E 1o=636 1o=63A 6o=62C 4o=62D \
        1o=64A 1o=644 1o=646 o=633 o=639 1o=635 o=642 1o=634 2o=62E 1o=636 1o=63A 1o=6BA 1o=66F 1o=628 o=62C 1o=647 \
        2o=62D o=637 o=64A o=643 1o2=645+ o=633 o=639 o=641 o=635 o=642 1o=634 o2=62A+ o=62E 1o=636 o=638 o=63A o=66E \
        1o=6A1 1o2=627+ o=62C o=62F o2=647+ o=632 o=62D o=637 o=64A 1o3=644+ o=633 o=639 o=641 o=635 o=642 o=631 o=634 \
        o2=62A+ o=62E o=630 o=636 o=638 o=63A 5o=628 o=62C o=62F 1o=648 o=632 o=62D o=637 o=64A 1o3=644+ o=633 o=639 \
        o=641 o=635 o=642 o=631 o=634 o2=62A+ o=62E o=630 o=636 o=638 o=63A 244o=30.20 o=30.20 o=31.20 o=32.20 o=33.20 \
        o=34.20 o=35.20 o=36.20 o=37.20 o=38.20 o=39.20 o2 F3i=307B.304B i=30B3.30B3 i=30B5 Di=624B i=5B57 i=53CC \
        i=30C6 i=4E8C i=591A i=89E3 i=5929 i=4EA4 i=6620 i=7121 i=6599 i=524D i=5F8C i=518D i=65B0 i=521D i=7D42 \
        i=751F i=8CA9 i=58F0 i=5439 i=6F14 i=6295 i=6355 i=4E00 i=4E09 i=904A i=5DE6 i=4E2D i=53F3 i=6307 i=8D70 \
        i=6253 i=7981 i=7A7A i=5408 i=6E80 i=6709 i=6708 i=7533 i=5272 i=55B6 i=914D 4i=20.672C.20 i=20.4E09.20 \
        i=20.4E8C.20 i=20.5B89.20 i=20.70B9.20 i=20.6253.20 i=20.76D7.20 i=20.52DD.20 i=20.6557.20 7i=5F97 i=53EF \
        99EnA=30+ 406iA6E0 20i1039 7iDE 2i1682 Ei1D31 C1Fi=4E3D i=4E38 i=4E41 i=20122 i=4F60 i=4FAE i=4FBB i=5002 \
        i=507A i=5099 i=50E7 i=50CF i=349E i=2063A i=514D i=5154 i=5164 i=5177 i=2051C i=34B9 i=5167 i=518D i=2054B \
        i=5197 i=51A4 i=4ECC i=51AC i=51B5 i=291DF i=51F5 i=5203 i=34DF i=523B i=5246 i=5272 i=5277 i=3515 i=52C7 \
        i=52C9 i=52E4 i=52FA i2=5305+ i=5317 i=5349 i=5351 i=535A i=5373 i=537D i3=537F i=20A2C i=7070 i=53CA i=53DF \
        i=20B63 i=53EB i=53F1 i=5406 i=549E i=5438 i=5448 i=5468 i=54A2 i=54F6 i=5510 i=5553 i=5563 i2=5584 i=5599 \
        i=55AB i=55B3 i=55C2 i=5716 i=5606 i=5717 i=5651 i=5674 i=5207 i=58EE i=57CE i=57F4 i=580D i=578B i=5832 \
        i=5831 i=58AC i=214E4 i=58F2 i=58F7 i=5906 i=591A i=5922 i=5962 i=216A8 i=216EA i=59EC i=5A1B i=5A27 i=59D8 \
        i=5A66 i=36EE i=36FC i=5B08 i2=5B3E i=219C8 i=5BC3 i=5BD8 i=5BE7 i=5BF3 i=21B18 i=5BFF i=5C06 i=5F53 i=5C22 \
        i=3781 i=5C60 i=5C6E i=5CC0 i=5C8D i=21DE4 i=5D43 i=21DE6 i=5D6E i=5D6B i=5D7C i2=5DE1+ i=382F i=5DFD i=5E28 \
        i=5E3D i=5E69 i=3862 i=22183 i=387C i=5EB0 i=5EB3 i=5EB6 i=5ECA i=2A392 i=5EFE i2=22331 i=8201 i2=5F22 i=38C7 \
        i=232B8 i=261DA i=5F62 i=5F6B i=38E3 i=5F9A i=5FCD i=5FD7 i=5FF9 i=6081 i=393A i=391C i=6094 i=226D4 i=60C7 \
        i=6148 i=614C i=614E i=614C i=617A i=618E i=61B2 i=61A4 i=61AF i=61DE i=61F2 i=61F6 i=6210 i=621B i=625D \
        i=62B1 i=62D4 i=6350 i=22B0C i=633D i=62FC i=6368 i=6383 i=63E4 i=22BF1 i=6422 i=63C5 i=63A9 i=3A2E i=6469 \
        i=647E i=649D i=6477 i=3A6C i=654F i=656C i=2300A i=65E3 i=66F8 i=6649 i=3B19 i=6691 i=3B08 i=3AE4 i=5192 \
        i=5195 i=6700 i=669C i=80AD i=43D9 i=6717 i=671B i=6721 i=675E i=6753 i=233C3 i=3B49 i=67FA i=6785 i=6852 \
        i=6885 i=2346D i=688E i=681F i=6914 i=3B9D i=6942 i=69A3 i=69EA i=6AA8 i=236A3 i=6ADB i=3C18 i=6B21 i=238A7 \
        i=6B54 i=3C4E i=6B72 i=6B9F i2=6BBA+ i=23A8D i=21D0B i=23AFA i=6C4E i=23CBC i=6CBF i=6CCD i=6C67 i=6D16 i=6D3E \
        i=6D77 i=6D41 i=6D69 i=6D78 i=6D85 i=23D1E i=6D34 i=6E2F i=6E6E i=3D33 i=6ECB i=6EC7 i=23ED1 i=6DF9 i=6F6E \
        i=23F5E i=23F8E i=6FC6 i=7039 i=701E i=701B i=3D96 i=704A i=707D i=7077 i=70AD i=20525 i=7145 i=24263 i=719C \
        i=243AB i=7228 i=7235 i=7250 i=24608 i=7280 i=7295 i=24735 i=24814 i=737A i=738B i=3EAC i=73A5 i2=3EB8 i=7447 \
        i=745C i=7471 i=7485 i=74CA i=3F1B i=7524 i=24C36 i=753E i=24C92 i=7570 i=2219F i=7610 i=24FA1 i=24FB8 i=25044 \
        i=3FFC i=4008 i=76F4 i=250F3 i=250F2 i=25119 i=25133 i2=771E+ i=771F i=774A i=4039 i=778B i=4046 i=4096 \
        i=2541D i=784E i=788C i=78CC i=40E3 i=25626 i=7956 i=2569A i=256C5 i=798F i=79EB i=412F i=7A40 i=7A4A i=7A4F \
        i=2597C i2=25AA7 i=7AEE i=4202 i=25BAB i=7BC6 i=7BC9 i=4227 i=25C80 i=7CD2 i=42A0 i=7CE8 i=7CE3 i=7D00 i=25F86 \
        i=7D63 i=4301 i=7DC7 i=7E02 i=7E45 i=4334 i=26228 i=26247 i=4359 i=262D9 i=7F7A i=2633E i=7F95 i=7FFA i=8005 \
        i=264DA i=26523 i=8060 i=265A8 i=8070 i=2335F i=43D5 i=80B2 i=8103 i=440B i=813E i=5AB5 i=267A7 i=267B5 \
        i=23393 i=2339C i=8201 i=8204 i=8F9E i=446B i=8291 i=828B i=829D i=52B3 i=82B1 i=82B3 i=82BD i=82E6 i=26B3C \
        i=82E5 i=831D i=8363 i=83AD i=8323 i=83BD i=83E7 i=8457 i=8353 i=83CA i=83CC i=83DC i=26C36 i=26D6B i=26CD5 \
        i=452B i=84F1 i=84F3 i=8516 i=273CA i=8564 i=26F2C i=455D i=4561 i=26FB1 i=270D2 i=456B i=8650 i=865C i=8667 \
        i=8669 i=86A9 i=8688 i=870E i=86E2 i=8779 i=8728 i=876B i=8786 i=45D7 i=87E1 i=8801 i=45F9 i=8860 i=8863 \
        i=27667 i=88D7 i=88DE i=4635 i=88FA i=34BB i=278AE i=27966 i=46BE i=46C7 i=8AA0 i=8AED i=8B8A i=8C55 i=27CA8 \
        i=8CAB i=8CC1 i=8D1B i=8D77 i=27F2F i=20804 i=8DCB i=8DBC i=8DF0 i=208DE i=8ED4 i=8F38 i=285D2 i=285ED i=9094 \
        i=90F1 i=9111 i=2872E i=911B i=9238 i2=92D7+ i=927C i=93F9 i=9415 i=28BFA i=958B i=4995 i=95B7 i=28D77 i=49E6 \
        i=96C3 i=5DB2 i=9723 i=29145 i=2921A i=4A6E i=4A76 i=97E0 i=2940A i=4AB2 i=29496 i2=980B i=9829 i=295B6 i=98E2 \
        i=4B33 i=9929 i=99A7 i=99C2 i=99FE i=4BCE i=29B30 i=9B12 i=9C40 i=9CFD i=4CCE i=4CED i=9D67 i=2A0CE i=4CF8 \
        i=2A105 i=2A20E i=2A291 i=9EBB i=4D56 i=9EF9 i=9EFE i=9F05 i=9F0F i=9F16 i=9F3B i=2A600 5E2i134B
        """
}
