package lingdian.office.disclosure;

import java.util.function.Consumer;
import lingdian.office.permission.Approvers;
import lingdian.platform.settings.Settings;
import lingdian.vault.seal.Vault;

/**
 * The dependencies of the part of the API that unmasks personal data, exports records or holds days.
 *
 * @param limits of requests
 * @param approvers which two accounts pass a rule of four eyes
 * @param limitReached receives the name of a limit that was reached, for the meters
 */
public record Disclosure(Vault vault, Settings.Privacy limits, Approvers approvers, Consumer<String> limitReached) {}
