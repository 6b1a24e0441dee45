package lingdian.law.course;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import lingdian.law.course.CaseFinding.Untruth;

/**
 * One sentence that says what a case is about, from what the judge found: its gravest finding, and how many more there are.
 *
 * @param zh in Chinese, as an office writes it
 */
public record CaseSummary(String zh, String en) {
    private static final DateTimeFormatter ZH = DateTimeFormatter.ofPattern("M月d日HH:mm", Locale.CHINA);
    private static final DateTimeFormatter EN = DateTimeFormatter.ofPattern("d MMMM HH:mm", Locale.UK);

    /**
     * What is certain comes first, of that what began first, and what its authority found untrue last. Not what goes on: the sentence
     * would be about another finding whenever one begins or ends, and a person would take it for another case.
     */
    private static final Comparator<CaseFinding> GRAVEST = Comparator.comparing(CaseFinding::isUntrue)
            .thenComparing(CaseFinding::isFact, Comparator.reverseOrder())
            .thenComparing(CaseFinding::startedAt)
            .thenComparing(CaseFinding::code);

    /** @param zone the café's, whose local time people read */
    public static CaseSummary of(Collection<CaseFinding> findings, Instant now, ZoneId zone) {
        return of(findings, findings.size(), now, zone);
    }

    /**
     * @param findings of each code, standing and untruth at least the earliest
     * @param count of all findings
     */
    public static CaseSummary of(Collection<CaseFinding> findings, int count, Instant now, ZoneId zone) {
        return findings.stream()
                .min(GRAVEST)
                .map(gravest -> of(gravest, count - 1, now, zone))
                .orElseGet(() -> new CaseSummary("暂无系统发现的线索。", "Nothing found by the service yet."));
    }

    private static CaseSummary of(CaseFinding finding, int more, Instant now, ZoneId zone) {
        return new CaseSummary(chinese(finding, more, now, zone), english(finding, more, now, zone));
    }

    private static String chinese(CaseFinding finding, int more, Instant now, ZoneId zone) {
        FindingPhrase phrase = FindingPhrase.of(finding.code());
        boolean suspected = !finding.isFact() && !phrase.zh().startsWith("疑似");
        Duration lasted = lasted(finding, now);
        String when = ZH.format(finding.startedAt().atZone(zone));
        String extent = (isMoment(finding) ? "" : "，" + (finding.isOpen() ? "已持续" : "共持续") + chinese(lasted))
                + phrase.zhAmount(finding);
        return when
                + (isMoment(finding) ? "" : "起")
                + (suspected ? "疑似" : "")
                + phrase.zh()
                + (finding.isUntrue() ? "，认定不属实" : extent)
                + (finding.untruth() == Untruth.OTHER ? "，另一主管部门认定不属实" : "")
                + (more == 0 ? "" : "；另有" + more + "条线索")
                + "。";
    }

    private static String english(CaseFinding finding, int more, Instant now, ZoneId zone) {
        FindingPhrase phrase = FindingPhrase.of(finding.code());
        Duration lasted = lasted(finding, now);
        String when = EN.format(finding.startedAt().atZone(zone));
        String what = phrase.en() + (finding.isFact() ? "" : " (suspected)");
        String said = isMoment(finding)
                ? what + " at " + when
                : what
                        + (finding.isOpen()
                                ? " since " + when + ", " + english(lasted) + " so far"
                                : " from " + when + ", for " + english(lasted));
        String untrue = what + (isMoment(finding) ? " at " : " from ") + when + ", found untrue";
        return (finding.isUntrue() ? untrue : said + phrase.enAmount(finding))
                + (finding.untruth() == Untruth.OTHER ? ", found untrue by the other authority" : "")
                + (more == 0 ? "" : "; " + more + " more " + (more == 1 ? "finding" : "findings"))
                + ".";
    }

    private static boolean isMoment(CaseFinding finding) {
        return finding.startedAt().equals(finding.endedAt());
    }

    private static Duration lasted(CaseFinding finding, Instant now) {
        Instant end = finding.endedAt() == null ? now : finding.endedAt();
        Duration lasted = Duration.between(finding.startedAt(), end);
        return lasted.isNegative() ? Duration.ZERO : lasted;
    }

    private static String chinese(Duration lasted) {
        if (lasted.toDays() > 0) {
            return lasted.toDays() + "天" + (lasted.toHoursPart() == 0 ? "" : lasted.toHoursPart() + "小时");
        }
        if (lasted.toHours() > 0) {
            return lasted.toHours() + "小时" + (lasted.toMinutesPart() == 0 ? "" : lasted.toMinutesPart() + "分钟");
        }
        return lasted.toMinutes() == 0 ? "不到1分钟" : lasted.toMinutes() + "分钟";
    }

    private static String english(Duration lasted) {
        if (lasted.toDays() > 0) {
            return lasted.toDays() + " d" + (lasted.toHoursPart() == 0 ? "" : " " + lasted.toHoursPart() + " h");
        }
        if (lasted.toHours() > 0) {
            return lasted.toHours() + " h" + (lasted.toMinutesPart() == 0 ? "" : " " + lasted.toMinutesPart() + " min");
        }
        return lasted.toMinutes() == 0 ? "less than a minute" : lasted.toMinutes() + " min";
    }
}
