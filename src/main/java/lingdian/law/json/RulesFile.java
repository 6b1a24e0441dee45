package lingdian.law.json;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.judge.Code;
import lingdian.law.judge.RuleState;
import lingdian.law.judge.Rules;
import lingdian.law.judge.Standing;
import lingdian.law.statute.LawText;
import lingdian.law.statute.Laws;
import lingdian.law.statute.LegalGround;
import lingdian.platform.settings.Default;

/**
 * {@code config/rules.yaml} as it is written.
 *
 * @param laws the texts of each article, by the names that the rules call it by
 * @param rules by the name of their {@link Code}
 */
public record RulesFile(
        String version,
        Rules.Thresholds thresholds,
        @Default("{}") Identification identification,
        @Default("{}") Map<String, List<LawText>> laws,
        Map<String, Entry> rules) {
    /** Where a person must be known beforehand, by region codes. */
    public record Identification(
            @Default("[]") List<String> priorRegistration,
            @Default("[]") List<String> outsideVerification) {
        public Identification {
            codes("priorRegistration", priorRegistration);
            codes("outsideVerification", outsideVerification);
        }

        Rules.Identification identification() {
            return new Rules.Identification(
                    codes("priorRegistration", priorRegistration), codes("outsideVerification", outsideVerification));
        }

        private static List<RegionCode> codes(String key, List<String> codes) {
            return codes.stream().map(code -> code(key, code)).toList();
        }
    }

    /** One code's entry. */
    public record Entry(
            @Default("enabled") RuleState state,
            @Default("{}") Map<String, RuleState> regions,
            Standing standing,
            List<String> authorities,
            List<String> law,
            @Default("{}") Map<LegalGround.Cause, GroundEntry> grounds) {
        public Entry {
            rule(state, regions, standing, authorities, law, grounds); // refuses here, where the file's path is known
        }

        Rules.Rule rule() {
            return rule(state, regions, standing, authorities, law, grounds);
        }

        private static Rules.Rule rule(
                RuleState state,
                Map<String, RuleState> regions,
                Standing standing,
                List<String> authorities,
                List<String> law,
                Map<LegalGround.Cause, GroundEntry> grounds) {
            var others = new EnumMap<LegalGround.Cause, Rules.RuleGround>(LegalGround.Cause.class);
            grounds.forEach((cause, entry) -> others.put(cause, entry.ground()));
            return new Rules.Rule(state, regions(regions), standing, named(authorities), law, others);
        }

        private static Map<RegionCode, RuleState> regions(Map<String, RuleState> named) {
            Map<RegionCode, RuleState> regions = new HashMap<>();
            named.forEach((code, state) -> regions.put(code("regions", code), state));
            return regions;
        }
    }

    /** What takes the place of a rule's own law and authorities in one circumstance. */
    public record GroundEntry(@Default("[]") List<String> authorities, List<String> law) {
        public GroundEntry {
            named(authorities);
        }

        Rules.RuleGround ground() {
            return new Rules.RuleGround(named(authorities), law);
        }
    }

    /** As long as the column of releases is wide. */
    private static final Pattern VERSION = Pattern.compile("[^\\p{Cntrl}]{1,64}", Pattern.UNICODE_CHARACTER_CLASS);

    public RulesFile {
        if (isBlank(version) || !VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("version: must have 1 to 64 characters, and no control characters");
        }
        for (String name : rules.keySet()) {
            if (!known(name)) {
                throw new IllegalArgumentException("rules: names a code that is unknown");
            }
        }
        for (Code code : Code.values()) {
            if (!rules.containsKey(code.name())) {
                throw new IllegalArgumentException("rules: " + code + " is missing");
            }
        }
        var known = new Laws(laws); // refuses here what the rules would refuse
        rules.forEach((name, entry) -> known(known, name, entry));
    }

    /** No-break spaces included, which {@link String#isBlank} takes for text. */
    private static boolean isBlank(String text) {
        return text.codePoints().allMatch(one -> Character.isWhitespace(one) || Character.isSpaceChar(one));
    }

    private static void known(Laws laws, String code, Entry entry) {
        try {
            laws.requireKnown(entry.law());
            entry.grounds().values().forEach(ground -> laws.requireKnown(ground.law()));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("rules." + code + "." + unknown.getMessage(), unknown);
        }
    }

    public Rules toRules() {
        var all = new EnumMap<Code, Rules.Rule>(Code.class);
        rules.forEach((name, entry) -> all.put(Code.valueOf(name), entry.rule()));
        return new Rules(version, thresholds, identification.identification(), new Laws(laws), all);
    }

    private static List<Authority> named(List<String> names) {
        return names.stream()
                .map(name -> Authority.find(name)
                        .orElseThrow(() -> new IllegalArgumentException("authorities: " + Authority.CHOICE)))
                .toList();
    }

    private static RegionCode code(String key, String text) {
        return RegionCode.find(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(key + ": must be region codes, six digits in quotation marks"));
    }

    private static boolean known(String name) {
        for (Code code : Code.values()) {
            if (code.name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
