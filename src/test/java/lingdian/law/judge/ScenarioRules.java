package lingdian.law.judge;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import lingdian.domain.RegionCode;

/** The rules in force with one threshold changed: {@code thresholds graceMinutes 0}, before anything happens. */
final class ScenarioRules {
    private ScenarioRules() {}

    /** {@code thresholds KEY VALUE}, or {@code suspicion KEY VALUE}. */
    static Rules with(Rules rules, String line) {
        String[] words = line.split(" ");
        Rules.Thresholds thresholds = changed(rules.thresholds(), words[1], Integer.valueOf(words[2]));
        return new Rules(rules.version(), thresholds, rules.identification(), rules.laws(), rules.rules());
    }

    /** {@code before} with another value of {@code key}, which may stand in a record within it. */
    private static <R extends Record> R changed(R before, String key, Object value) {
        RecordComponent[] components = before.getClass().getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> changed(component, before, key, value))
                .toArray();
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            @SuppressWarnings("unchecked")
            Class<R> type = (Class<R>) before.getClass();
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(key, e);
        }
    }

    private static Object changed(RecordComponent component, Record of, String key, Object value) {
        if (component.getName().equals(key)) {
            return value;
        }
        return value(component, of) instanceof Record within ? changed(within, key, value) : value(component, of);
    }

    /** {@code standing CODE WORD}: what a rule finds unless circumstances say otherwise. */
    static Rules standing(Rules rules, String[] words) {
        var changed = new EnumMap<>(rules.rules());
        changed.computeIfPresent(
                Code.valueOf(words[1]),
                (code, rule) -> new Rules.Rule(
                        rule.state(),
                        rule.regions(),
                        Standing.valueOf(words[2].toUpperCase(Locale.ROOT)),
                        rule.authorities(),
                        rule.law(),
                        rule.grounds()));
        return new Rules(rules.version(), rules.thresholds(), rules.identification(), rules.laws(), changed);
    }

    /** {@code state CODE WORD}: whether what a rule finds is shown. */
    static Rules state(Rules rules, String[] words) {
        var changed = new EnumMap<>(rules.rules());
        changed.computeIfPresent(
                Code.valueOf(words[1]),
                (code, rule) -> new Rules.Rule(
                        RuleState.valueOf(words[2].toUpperCase(Locale.ROOT)),
                        rule.regions(),
                        rule.standing(),
                        rule.authorities(),
                        rule.law(),
                        rule.grounds()));
        return new Rules(rules.version(), rules.thresholds(), rules.identification(), rules.laws(), changed);
    }

    static Rules priorRegistration(Rules rules, String region) {
        var identification = new Rules.Identification(
                List.of(new RegionCode(region)), rules.identification().outsideVerification());
        return new Rules(rules.version(), rules.thresholds(), identification, rules.laws(), rules.rules());
    }

    static Rules outsideVerification(Rules rules, String region) {
        var identification =
                new Rules.Identification(rules.identification().priorRegistration(), List.of(new RegionCode(region)));
        return new Rules(rules.version(), rules.thresholds(), identification, rules.laws(), rules.rules());
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
