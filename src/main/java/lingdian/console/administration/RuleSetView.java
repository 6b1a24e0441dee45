package lingdian.console.administration;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.console.frame.TypedForm;
import lingdian.office.rules.RuleSetDetail;
import lingdian.office.rules.RuleSetDetail.ArticleText;
import lingdian.office.rules.RuleSetDetail.ListedRule;
import lingdian.office.rules.ShadowFinding;
import lingdian.office.setup.SetupGaps.Releasers;

/**
 * One set of rules.
 *
 * @param proposer the name of the account that proposed it; empty where it is no more
 * @param own whether the reader proposed it, and so sees what its rules find in shadow
 * @param findings the newest in shadow; none for other readers
 * @param regionNames of all regions that the set names, by code
 * @param preview what the proposal would change; empty: none was chosen
 * @param releasers who may publish a proposal of the reader; empty where none is previewed
 * @param inForce whether it judges now
 * @param form of a proposal
 */
record RuleSetView(
        RuleSetDetail set,
        String proposer,
        boolean own,
        List<ShadowFinding> findings,
        Map<String, String> regionNames,
        Optional<Preview> preview,
        Optional<Releasers> releasers,
        boolean inForce,
        TypedForm form) {
    /** The name of the form of a proposal. */
    static final String FORM = "proposal";

    /**
     * A rule in another state, before it is proposed.
     *
     * @param before its state in this set
     * @param findings of the last 30 days, of which {@code facts}
     * @param version that is suggested for the set
     */
    record Preview(String code, String before, String state, long findings, long facts, String version) {
        /** Empty where the rule or the state is none, or nothing would change. */
        static Optional<Preview> of(RuleSetDetail set, String code, String state, LocalDate today) {
            return set.rules().stream()
                    .filter(rule -> rule.code().equals(code) && states().contains(state))
                    .filter(rule ->
                            !rule.state().equals(state) || !rule.regions().isEmpty())
                    .findFirst()
                    .map(rule -> of(set, rule, state, today));
        }

        private static Preview of(RuleSetDetail set, ListedRule rule, String state, LocalDate today) {
            RuleSetDetail.Recent recent = set.recentOf(rule);
            return new Preview(
                    rule.code(),
                    rule.state(),
                    state,
                    recent.findings(),
                    recent.facts(),
                    today + "-" + rule.code() + "-" + state);
        }

        /** Whether it makes what was shown to everybody invisible, or shows it again. */
        boolean hides() {
            return !state.equals("enabled");
        }
    }

    RuleSetView {
        findings = List.copyOf(findings);
        regionNames = Map.copyOf(regionNames);
    }

    /** Whether no other account may publish a proposal, now or once it is old enough. */
    boolean hasNoReleaser() {
        return releasers.filter(found -> found.later() == 0).isPresent();
    }

    /** How many others may publish it, but not yet; 0 where somebody may now. */
    long releasersLater() {
        return releasers.filter(found -> found.now() == 0).map(Releasers::later).orElse(0L);
    }

    static Stream<String> regions(RuleSetDetail set) {
        return Stream.concat(
                set.rules().stream().flatMap(rule -> rule.regions().keySet().stream()),
                Stream.concat(set.priorRegistration().stream(), set.outsideVerification().stream()));
    }

    static List<String> states() {
        return List.of("shadow", "enabled", "disabled");
    }

    String region(String code) {
        return code + " " + regionNames.getOrDefault(code, "");
    }

    List<ListedRule> inShadow() {
        return set.inShadow();
    }

    /** What a rule quotes, by the article's present text; a name that has none stays. */
    List<String> quoted(ListedRule rule) {
        return rule.law().stream()
                .map(name -> set.articles().stream()
                        .filter(text -> text.name().equals(name))
                        .max(Comparator.comparing(ArticleText::from))
                        .map(ArticleText::article)
                        .orElse(name))
                .distinct()
                .toList();
    }

    boolean hasRegions() {
        return regions(set).findAny().isPresent();
    }

    /** From when to when an article's text is in force. */
    static String validity(ArticleText text) {
        return text.from() + " – " + text.to();
    }

    /** The texts that rules quote now, before older ones. */
    List<ArticleText> present() {
        return set.articles().stream().filter(text -> text.to().isEmpty()).toList();
    }

    List<ArticleText> past() {
        return set.articles().stream().filter(text -> !text.to().isEmpty()).toList();
    }
}
