package lingdian.console.morning;

import java.util.List;
import java.util.stream.Collectors;
import lingdian.console.frame.CsvSheet;
import lingdian.console.frame.Words;
import lingdian.platform.text.PageTimes;

/** A night as a paragraph to be pasted into a chat, and as a file for a spreadsheet. */
final class MorningText {
    private static final int CAFES = 3;

    private MorningText() {}

    /** @param place the region of the reader */
    static String paragraph(LastNight night, String place, Words words) {
        PageTimes times = words.times(night.now());
        var said = new StringBuilder(words.say(
                "morning.said.begin",
                place,
                times.date(night.night().day()),
                times.date(night.night().next().day())));
        if (!night.until().isEmpty()) {
            said.append(words.say("morning.said.running", night.until()));
        }
        LastNight.Hearing hearing = night.known().hearing();
        if (hearing != null) {
            said.append(words.say("morning.said.hearing", hearing.in(words)));
        }
        if (night.known().heard() && night.known().whole()) {
            said.append(words.say("morning.said.found", found(night.known().found(), words)));
        }
        for (ComparedLine line : night.persons().stream().limit(2).toList()) {
            said.append(words.say(
                    "morning.said.persons",
                    line.name(),
                    line.last(),
                    times.date(night.night().day())));
        }
        if (night.known().heard()) {
            said.append(words.say(
                    "morning.said.unaccepted",
                    ofNight(night.unaccepted(), words),
                    night.unaccepted().all()));
            long silent = night.silent().stream().filter(SilentCafe::isSilent).count();
            said.append(words.say("morning.said.silent", night.silent().size(), silent));
        } else {
            said.append(words.say("morning.said.unheard", night.unaccepted().all()));
        }
        if (!night.worst().isEmpty()) {
            said.append(words.say(
                    "morning.said.worst",
                    night.worst().stream()
                            .limit(CAFES)
                            .map(WorstCafe::name)
                            .collect(Collectors.joining(words.say("morning.said.and")))));
        }
        return said.append(words.say("morning.said.end")).toString();
    }

    /** Each rule's facts and suspicions; hints, and what was ruled out, are nothing to be said of a night. */
    private static String found(NightFindings found, Words words) {
        List<String> lines = found.lines().stream()
                .filter(one -> one.facts() > 0 || one.suspicions() > 0)
                .map(one -> one(one, words))
                .toList();
        return lines.isEmpty() ? words.say("morning.said.nothing") : String.join(words.say("morning.said.and"), lines);
    }

    private static String one(NightFindings.Line line, Words words) {
        String code = words.sayWord("code", line.code());
        return line.suspicions() == 0
                ? words.say("morning.said.facts", code, line.facts())
                : line.facts() == 0
                        ? words.say("morning.said.suspicions", code, line.suspicions())
                        : words.say("morning.said.both", code, line.facts(), line.suspicions());
    }

    static String ofNight(LastNight.Unaccepted unaccepted, Words words) {
        return unaccepted.clipped()
                ? words.say("count.at-least", unaccepted.ofNight())
                : words.say("count.exact", unaccepted.ofNight());
    }

    static byte[] file(LastNight night, Words words) {
        PageTimes times = words.times(night.now());
        CsvSheet sheet = new CsvSheet()
                .line(
                        words.say("section.last-night"),
                        night.night().day() + " 08:00",
                        night.night().next().day() + " 08:00")
                .line("");
        LastNight.Hearing hearing = night.known().hearing();
        if (hearing != null) {
            sheet.line(hearing.in(words)).line("");
        }
        found(sheet, night.known().found(), words);
        compared(sheet, words.say("morning.premises"), columns(night, words, "morning.night"), night.premises());
        compared(sheet, words.say("morning.persons"), columns(night, words, "morning.day"), night.persons());
        sheet.line(
                words.say("morning.worst"),
                words.say("cafe.code"),
                words.say("morning.facts"),
                words.say("morning.suspicions"),
                words.say("trends.overtime"),
                words.say("filter.code"));
        for (WorstCafe cafe : night.worst()) {
            String codes = cafe.codes().stream()
                    .map(code -> words.sayWord("code", code))
                    .collect(Collectors.joining(words.say("morning.said.and")));
            sheet.line(
                    cafe.name(),
                    cafe.placeCode(),
                    cafe.shown(cafe.facts()),
                    cafe.shown(cafe.suspicions()),
                    cafe.shown(cafe.overtimeMinutes()),
                    codes);
        }
        sheet.line("")
                .line(
                        words.say("morning.silent"),
                        words.say("cafe.code"),
                        words.say("morning.since"),
                        words.say("morning.until"));
        for (SilentCafe cafe : night.silent()) {
            String until = cafe.isSilent() ? words.say("morning.still-silent") : times.second(cafe.until());
            sheet.line(cafe.name(), cafe.placeCode(), times.second(cafe.since()), until);
        }
        return sheet.bytes();
    }

    private static void found(CsvSheet sheet, NightFindings found, Words words) {
        sheet.line(
                words.say("morning.found"),
                words.sayWord("standing", "fact"),
                words.sayWord("standing", "suspicion"),
                words.sayWord("standing", "lead"),
                words.say("violations.settled"));
        for (NightFindings.Line line : found.withTotal()) {
            sheet.line(
                    line.code().isEmpty() ? words.say("morning.all") : words.sayWord("code", line.code()),
                    Long.toString(line.facts()),
                    Long.toString(line.suspicions()),
                    Long.toString(line.leads()),
                    Long.toString(line.settled()));
        }
        sheet.line("");
    }

    private static void compared(CsvSheet sheet, String head, List<String> columns, List<ComparedLine> lines) {
        sheet.line(head, columns.get(0), columns.get(1), columns.get(2));
        for (ComparedLine line : lines) {
            sheet.line(line.name(), line.last(), line.before(), line.week());
        }
        sheet.line("");
    }

    /** The heads of the three columns of a comparison, with their dates. */
    static List<String> columns(LastNight night, Words words, String key) {
        PageTimes times = words.times(night.now());
        NightSpan last = night.night();
        return List.of(
                words.say(key + ".last", times.date(last.day())),
                words.say(key + ".before", times.date(last.before().day())),
                words.say(key + ".week", times.date(last.weekBefore().day())));
    }
}
