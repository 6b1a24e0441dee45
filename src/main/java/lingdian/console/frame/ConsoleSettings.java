package lingdian.console.frame;

import java.util.List;
import lingdian.platform.settings.Settings;
import lingdian.platform.settings.SignInSettings;

/**
 * What pages say of this service's own configuration, so that no page states a default that does not apply here.
 *
 * @param approverHours for how long an account must be unchanged to ask for or approve what takes two; 0: not at all
 * @param publicUrl where people and cafés reach the service; empty: not configured
 * @param secondFactorFor the roles that must have a second factor
 * @param pagesAtOnce how many pages an account loads at once on a node, as {@link PagePace} counts
 */
public record ConsoleSettings(int approverHours, String publicUrl, List<String> secondFactorFor, int pagesAtOnce) {
    public ConsoleSettings {
        secondFactorFor = List.copyOf(secondFactorFor);
    }

    public static ConsoleSettings of(Settings.Privacy privacy, SignInSettings signIn) {
        String publicUrl = signIn.publicUrl();
        return new ConsoleSettings(
                privacy.approverHours(),
                publicUrl == null ? "" : publicUrl,
                signIn.secondFactorFor(),
                signIn.sessions().pagesAtOnce());
    }
}
