package lingdian.violation;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** The rules in force with one threshold changed: {@code thresholds graceMinutes 0}, before anything happens. */
final class ScenarioRules {
    private ScenarioRules() {}

    static Rules with(Rules rules, String line) {
        String[] words = line.split(" ");
        RecordComponent[] components = Rules.Thresholds.class.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> component.getName().equals(words[1])
                        ? Integer.valueOf(words[2])
                        : value(component, rules.thresholds()))
                .toArray();
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var thresholds =
                    Rules.Thresholds.class.getDeclaredConstructor(types).newInstance(values);
            return new Rules(rules.version(), thresholds, rules.identification(), rules.rules());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    static Rules priorRegistration(Rules rules, String region) {
        var identification =
                new Rules.Identification(List.of(region), rules.identification().outsideVerification());
        return new Rules(rules.version(), rules.thresholds(), identification, rules.rules());
    }

    static Rules outsideVerification(Rules rules, String region) {
        var identification = new Rules.Identification(rules.identification().priorRegistration(), List.of(region));
        return new Rules(rules.version(), rules.thresholds(), identification, rules.rules());
    }

    private static Object value(RecordComponent component, Rules.Thresholds thresholds) {
        try {
            return component.getAccessor().invoke(thresholds);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
