# A text of at least `bytes` bytes for measurements, the same each time: chapters of paragraphs with note calls,
# English quotes with a translation, posts and citations, and each chapter's notes at its end.
#   LC_ALL=C awk -v bytes=100000000 -f text.awk
function random(n) { seed = seed * 16807 % 2147483647; return int(seed / 7) % n }
function say(s) { print s; size += length(s) + 1 }
function sentence(   s, i) {
	s = subject[random(subjects)] place[random(places)]
	for (i = random(3); i > 0; i--) s = s link[random(links)] place[random(places)]
	return s verb[random(verbs)]
}
function paragraph(   s, i) {
	for (i = 2 + random(6); i > 0; i--) s = s sentence()
	if (random(3) == 0) s = s "(" ++call ")"
	say("　" s)
}
function post(n) {
	say(sprintf("%04d 名無しの読者 (ﾜｯﾁｮｲ %04x-%04x) 2022/12/%02d(火) 13:%02d:37.29 ID:%06x", n, random(65536), random(65536),
		1 + random(28), random(60), random(16777216)))
	if (random(2)) say(">>" (1 + random(n)))
	say(sentence())
	say("")
}
BEGIN {
	subjects = split("古い港町の図書係は|名前のない読者は|掲示板の書き手は|翻訳をする人は|あの夏の管理人は", subject_, "|")
	places = split("、霧の濃い桟橋で|、雨の降る書庫の隅で|、誰も読まない注釈の中で|、夜明け前の編集室で|、長い索引の終わりに", place_, "|")
	links = split("（と後に記された）|「それは本当か」と尋ね|、つまり|――あるいは", link_, "|")
	verbs = split("手紙を書いた。|出典を確かめた。|訳文を直した。|一行だけ引用した。|黙って頁をめくった！", verb_, "|")
	for (i = 1; i <= subjects; i++) subject[i - 1] = subject_[i]
	for (i = 1; i <= places; i++) place[i - 1] = place_[i]
	for (i = 1; i <= links; i++) link[i - 1] = link_[i]
	for (i = 1; i <= verbs; i++) verb[i - 1] = verb_[i]
	seed = 1
	say("測定のための長い文章")
	while (size < bytes) {
		say(""); say("第" ++chapter "章　" substr(sentence(), 1, 36)); say("")
		call = 0
		for (p = 0; p < 40; p++) {
			paragraph()
			if (p % 10 == 5) {
				say("“The reader of the old harbour wrote a letter, and nobody answered it for years.”")
				say("私訳"); say(sentence())
			}
			if (p % 20 == 9) { say(""); post(1 + random(900)); say("『読者の部屋★" chapter "』2022-12-27、" (1 + random(900))); say("") }
		}
		say(""); say("注"); for (i = 1; i <= call; i++) say("(" i ") " sentence())
	}
	say(""); say("おわりの行")
}
