package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.domain.Authority;
import lingdian.domain.ViolationId;
import lingdian.law.judge.City.Told;
import org.jspecify.annotations.Nullable;

/**
 * How answers read in a table, in this order, semicolons between them:
 *
 * <pre>
 * adjusted to 10:00        the effective time differs from what the agent said
 * new stream               it took the place of the café's stream
 * lost a at 09:50          a session ended without a logout; a time that is the event's own is left out
 * allow                    or {@code allow until 24:00}, where the table asks until when; deny reason, reason; reject code
 * opened CODE fact since … a finding: its standing where it can differ, its terminal or session, its café where another
 * updated CODE …           what changed
 * ended CODE at …          with the standing where it changed, and how much overtime or how many terminals at once
 * </pre>
 */
final class ScenarioAnswers {
    private final ScenarioCafes cafes;
    private final Map<ViolationId, Finding> known = new HashMap<>();
    private final Set<Code> watched = EnumSet.noneOf(Code.class);

    ScenarioAnswers(ScenarioCafes cafes) {
        this.cafes = cafes;
    }

    /** What a rule in shadow finds stands in a table only where it is watched: the others need not know of it. */
    void watch(Code code) {
        watched.add(code);
    }

    private boolean shown(Change change) {
        Code code = change.finding().code();
        return Documents.RULES.rule(code).state() == RuleState.ENABLED || watched.contains(code);
    }

    List<String> of(String cafe, Told told, String expected) {
        var items = new ArrayList<String>();
        Judgement judgement = told.judgement();
        Instant at = judgement == null ? null : judgement.effectiveAt();
        if (judgement != null) {
            happened(cafe, judgement, items);
            answer(cafe, judgement, expected, items);
        }
        for (Change change : told.changes()) {
            if (shown(change) && change.kind() != Change.Kind.REFRESHED) {
                items.add(change(cafe, at, change));
            }
            known.put(change.finding().id(), change.finding());
        }
        return items;
    }

    String evidence(List<Finding> findings, Code code) {
        return findings.stream()
                .filter(finding -> finding.code() == code)
                .map(finding -> finding.evidence().stream()
                        .map(ref -> place(
                                        ScenarioCafes.name(finding.placeCode().value()),
                                        ref.placeCode().value())
                                + ref.seq())
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }

    private void happened(String cafe, Judgement judgement, List<String> items) {
        Instant at = judgement.effectiveAt();
        if (judgement.clockAdjusted()) {
            items.add("adjusted to " + time(cafe, at));
        }
        if (judgement.superseded()) {
            items.add("new stream");
        }
        for (Judgement.SessionChange change : judgement.sessions()) {
            if (change instanceof Judgement.SessionEnded ended && ended.inferred()) {
                items.add("lost " + ended.session().session() + at(cafe, at, ended.at()));
            }
        }
    }

    private void answer(String cafe, Judgement judgement, String expected, List<String> items) {
        switch (judgement.answer()) {
            case Judgement.Reject reject -> items.add("reject " + reject.code());
            case Judgement.Verdict verdict
            when verdict.allow() ->
                items.add(
                        expected.contains("allow until ") ? "allow until " + time(cafe, verdict.closesAt()) : "allow");
            case Judgement.Verdict verdict ->
                items.add("deny " + verdict.reasons().stream().map(Reason::wire).collect(Collectors.joining(", ")));
            case null -> {}
        }
    }

    private String change(String cafe, @Nullable Instant at, Change change) {
        Finding now = change.finding();
        Finding before = known.get(now.id());
        String about = now.code() + subject(cafe, now);
        return switch (change.kind()) {
            case OPENED ->
                "opened " + about + standing(now) + " since " + time(cafe, now.startedAt()) + explained(null, now);
            case UPDATED -> "updated " + about + changed(cafe, before, now);
            case ENDED -> "ended " + about + newStanding(before, now) + at(cafe, at, now.endedAt()) + overtime(now);
            case REFRESHED -> throw new IllegalArgumentException("not announced");
        };
    }

    private static String subject(String cafe, Finding finding) {
        String name = finding.quantities() instanceof Quantities.Terminals terminals
                ? String.join("+", terminals.ids())
                : finding.session() == null ? finding.terminal() : finding.session();
        String place = place(cafe, finding.placeCode().value());
        return place.isEmpty() && name == null ? "" : " " + place + Objects.requireNonNullElse(name, "");
    }

    private static String place(String cafe, String placeCode) {
        String other = ScenarioCafes.name(placeCode);
        return other.equals(cafe) ? "" : other + ":";
    }

    private static String standing(Finding finding) {
        boolean varies = finding.code() == Code.OVERTIME_OPERATION
                || finding.code() == Code.OVERTIME_GRAVE
                || finding.code() == Code.IDENTITY_SHARED;
        return varies || finding.standing() != Standing.FACT
                ? " " + finding.standing().wire()
                : "";
    }

    private static String newStanding(@Nullable Finding before, Finding now) {
        return before == null || before.standing() != now.standing()
                ? " " + now.standing().wire()
                : "";
    }

    private String changed(String cafe, @Nullable Finding before, Finding now) {
        var text = new StringBuilder(newStanding(before, now));
        if (before != null && !counts(before).equals(counts(now))) {
            text.append(" ").append(counts(now));
        }
        if (before != null && !Objects.equals(before.endedAt(), now.endedAt())) {
            text.append(" to ").append(time(cafe, now.endedAt()));
        }
        return text + explained(before, now);
    }

    private static String explained(@Nullable Finding before, Finding now) {
        boolean same = before != null && before.explained() == now.explained();
        return same || now.explained() == null
                ? ""
                : " explained " + now.explained().wire();
    }

    private static String overtime(Finding finding) {
        return switch (finding.quantities()) {
            case Quantities.Sessions sessions -> " " + sessions.seconds() + " s, " + counts(finding);
            case Quantities.Terminals ignored -> " " + counts(finding);
            case Quantities.Peers ignored -> " " + counts(finding);
            case null -> "";
        };
    }

    private static String counts(Finding finding) {
        return switch (finding.quantities()) {
            case Quantities.Sessions sessions ->
                sessions.sessions() + (sessions.sessions() == 1 ? " session" : " sessions") + ", peak "
                        + sessions.peak();
            case Quantities.Terminals terminals -> terminals.count() + " in all, peak " + terminals.peak();
            case Quantities.Peers peers ->
                peers.deviation().figure().wire() + " " + peers.deviation().scoreThousandths();
            case null -> "";
        };
    }

    private String at(String cafe, @Nullable Instant event, @Nullable Instant at) {
        return Objects.equals(event, at) ? "" : " at " + time(cafe, at);
    }

    private String time(String cafe, @Nullable Instant at) {
        return at == null ? "never" : cafes.clock(cafe).word(at);
    }

    /**
     * What the findings of a code quote, each article with the day from which it is in force; or whom they concern.
     *
     * @param what {@code law}, {@code authorities}, or {@code late}: whether they were proved late
     */
    String ground(Rules rules, List<Finding> findings, String what, Code code) {
        return findings.stream()
                .filter(finding -> finding.code() == code)
                .map(finding -> switch (what) {
                    case "law" -> law(rules, finding);
                    case "late" -> finding.late() ? "yes" : "no";
                    default -> authorities(rules, finding);
                })
                .collect(Collectors.joining(" / "));
    }

    private String law(Rules rules, Finding finding) {
        String name = ScenarioCafes.name(finding.placeCode().value());
        return rules.law(finding, cafes.clock(name).zone()).stream()
                .map(text -> shortened(text.text()) + (text.from() == null ? "" : " " + text.from()))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String text) {
        return text.replace("《互联网上网服务营业场所管理条例》", "条例")
                .replace("《中华人民共和国未成年人保护法》", "未保法")
                .replace("《中华人民共和国行政处罚法》", "处罚法");
    }

    private static String authorities(Rules rules, Finding finding) {
        return rules.authorities(finding).stream().map(Authority::wire).collect(Collectors.joining(", "));
    }

    /** The versions of the rules by which the findings of a code were judged, in the order in which they were found. */
    String version(List<Finding> findings, Code code) {
        return findings.stream()
                .filter(finding -> finding.code() == code)
                .map(Finding::ruleVersion)
                .collect(Collectors.joining(" "));
    }
}
