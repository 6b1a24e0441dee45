package lingdian.law.returns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.domain.Authority;
import lingdian.platform.settings.InvalidConfiguration;

/**
 * {@code returns.yaml}: the form of each authority's return.
 *
 * @param version of the forms, which a submission names
 */
public record ReturnForms(String version, Map<Authority, ReturnForm> forms) {
    static final int VERSION_MAX = 40;

    /** @throws InvalidConfiguration listing all mistakes, each beginning with the path of the key */
    public ReturnForms {
        forms = forms.isEmpty() ? Map.of() : new EnumMap<>(forms);
        Map<Authority, ReturnForm> known = forms;
        List<String> mistakes = new ArrayList<>(Arrays.stream(Authority.values())
                .filter(authority -> !known.containsKey(authority))
                .map(authority -> "forms." + authority.wire() + ": is missing")
                .toList());
        if (version.isBlank() || version.length() > VERSION_MAX) {
            mistakes.add("version: must be a text of 1 to " + VERSION_MAX + " characters");
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    public ReturnForm of(Authority authority) {
        return Objects.requireNonNull(forms.get(authority));
    }
}
