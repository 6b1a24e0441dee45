package lingdian.console.frame;

import java.time.Instant;
import java.util.List;
import lingdian.access.account.SignedInAccount;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds the content of every page: language, menu, signed-in account, and the CSRF token of its forms.
 *
 * @param sitting null if no account is signed in
 * @param sections that the reader may open
 * @param here the section of the page; null if it belongs to none
 * @param path of the page itself, with its query, so that the language can be switched on it
 * @param waiting how much waits for the account's decision
 * @param now by the server's clock
 * @param notice key of the text that confirms a completed action; null if there is none
 */
public record Frame(
        Words words,
        Assets assets,
        @Nullable SignedInAccount sitting,
        List<Section> sections,
        @Nullable Section here,
        String path,
        @Nullable String notice,
        long waiting,
        Instant now) {

    String say(String key) {
        return words.say(key);
    }

    public String say(String key, Object... values) {
        return words.say(key, values);
    }

    public String sayWord(String group, String word) {
        return words.sayWord(group, word);
    }

    public String asset(String name) {
        return assets.path(name);
    }

    public String csrf() {
        return sitting == null ? "" : sitting.session().csrfToken();
    }

    /** The address of a form with files, which is checked by its address before it is read. */
    public String fileAction(String path) {
        return sitting == null ? path : path + "?csrf=" + sitting.session().csrfToken(path);
    }

    String who() {
        return sitting == null ? "" : sitting.account().name();
    }

    /** The page in the other language. */
    String otherPath() {
        return path + (path.indexOf('?') < 0 ? "?" : "&") + "lang="
                + words.language().other().code();
    }
}
