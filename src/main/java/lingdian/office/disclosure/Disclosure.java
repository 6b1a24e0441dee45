package lingdian.office.disclosure;

import java.util.function.Consumer;
import lingdian.platform.Settings;
import lingdian.vault.seal.Vault;

/**
 * What the part of the API is made of that shows what is sealed, or keeps it longer than usual.
 *
 * @param limits of what may be asked for
 * @param limitReached told the name of a limit that was reached, for the meters
 */
public record Disclosure(Vault vault, Settings.Privacy limits, Consumer<String> limitReached) {}
