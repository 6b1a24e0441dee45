package lingdian.console.administration;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.console.frame.TypedForm;
import lingdian.office.rules.RuleSetDetail;
import lingdian.office.rules.RuleSetDetail.ArticleText;
import lingdian.office.rules.RuleSetDetail.ListedRule;
import lingdian.office.rules.ShadowFinding;

/**
 * One set of rules.
 *
 * @param proposer the name of the account that proposed it; empty where it is no more
 * @param own whether the reader proposed it, and so sees what its rules find in shadow
 * @param findings the newest in shadow; none for other readers
 * @param regionNames of all regions that the set names, by code
 * @param form of a proposal
 */
record RuleSetView(
        RuleSetDetail set,
        String proposer,
        boolean own,
        List<ShadowFinding> findings,
        Map<String, String> regionNames,
        TypedForm form) {
    /** The name of the form of a proposal. */
    static final String FORM = "proposal";

    RuleSetView {
        findings = List.copyOf(findings);
        regionNames = Map.copyOf(regionNames);
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
        return set.rules().stream().filter(ListedRule::isInShadow).toList();
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
