package lingdian.console.morning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import lingdian.console.frame.PublishedCount;
import lingdian.console.frame.Words;
import lingdian.law.judge.Code;
import lingdian.office.figures.TrendFigures;
import lingdian.office.figures.TrendFigures.LoginDay;
import lingdian.office.figures.TrendFigures.ViolationDay;

/**
 * One figure of the last night, of the night before, and of the same weekday a week before, each as text: a figure can also be
 * withheld, or unknown because nothing was heard.
 */
record ComparedLine(String name, String last, String before, String week) {
    /** The last night, the one before, and that of the same weekday. */
    record Nights(NightFigures last, NightFigures before, NightFigures week) {
        private Stream<NightFigures> each() {
            return Stream.of(last, before, week);
        }
    }

    /** Of premises: all together, each code that any of the nights has, the most frequent first, and the length of overtime. */
    static List<ComparedLine> ofPremises(Nights nights, Words words) {
        var codes = new TreeSet<String>(
                Comparator.comparingLong((String code) -> nights.last().of(code))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()));
        nights.each().forEach(night -> codes.addAll(night.byCode().keySet()));
        var lines = new ArrayList<ComparedLine>();
        lines.add(new ComparedLine(
                words.say("morning.all"),
                text(nights.last(), nights.last().all(), words),
                text(nights.before(), nights.before().all(), words),
                text(nights.week(), nights.week().all(), words)));
        for (String code : codes) {
            lines.add(new ComparedLine(
                    words.sayWord("code", code),
                    text(nights.last(), nights.last().of(code), words),
                    text(nights.before(), nights.before().of(code), words),
                    text(nights.week(), nights.week().of(code), words)));
        }
        if (nights.each().anyMatch(night -> night.overtimeMinutes() > 0)) {
            lines.add(new ComparedLine(
                    words.say("trends.overtime-length"),
                    overtime(nights.last(), words),
                    overtime(nights.before(), words),
                    overtime(nights.week(), words)));
        }
        return lines;
    }

    private static String text(NightFigures night, long figure, Words words) {
        return night.heard() ? words.say("count.exact", figure) : words.say("morning.no-data");
    }

    private static String overtime(NightFigures night, Words words) {
        return night.heard() ? words.length(night.overtimeMinutes()) : words.say("morning.no-data");
    }

    /** Of persons, by calendar days: only of those are their numbers published. */
    static List<ComparedLine> ofPersons(TrendFigures figures, NightSpan night, Words words) {
        var codes = new LinkedHashSet<String>();
        codes.add(Code.MINOR_ADMITTED.name());
        figures.violations().stream()
                .map(ViolationDay::code)
                .filter(Code::countsPersons)
                .sorted()
                .forEach(codes::add);
        var lines = new ArrayList<ComparedLine>();
        lines.add(new ComparedLine(
                words.say("trends.refused"),
                refused(figures, night, words),
                refused(figures, night.before(), words),
                refused(figures, night.weekBefore(), words)));
        for (String code : codes) {
            lines.add(new ComparedLine(
                    words.sayWord("code", code),
                    found(figures, code, night, words),
                    found(figures, code, night.before(), words),
                    found(figures, code, night.weekBefore(), words)));
        }
        return lines;
    }

    private static String refused(TrendFigures figures, NightSpan night, Words words) {
        List<PublishedCount> parts = figures.logins().stream()
                .filter(one -> one.day().equals(night.day()))
                .map(ComparedLine::refused)
                .toList();
        return parts.isEmpty()
                ? words.say("morning.no-data")
                : PublishedCount.sum(parts).in(words);
    }

    private static PublishedCount refused(LoginDay day) {
        return PublishedCount.of(day.minorsRefused(), day.minorsWithheld());
    }

    private static String found(TrendFigures figures, String code, NightSpan night, Words words) {
        boolean heard = figures.premises().stream().anyMatch(one -> one.day().equals(night.day()));
        List<PublishedCount> parts = figures.violations().stream()
                .filter(one -> one.day().equals(night.day()) && one.code().equals(code))
                .map(one -> PublishedCount.of(one.told(), one.withheld()))
                .toList();
        return parts.isEmpty() && !heard
                ? words.say("morning.no-data")
                : PublishedCount.sum(parts).in(words);
    }
}
