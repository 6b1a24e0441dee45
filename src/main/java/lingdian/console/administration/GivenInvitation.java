package lingdian.console.administration;

import lingdian.console.frame.PageCall;
import lingdian.office.account.AccountCalls.Invitation;

/**
 * An invitation as its page shows it: once. The next form of that page carries it along, so that a mistake there does not
 * take it away.
 *
 * @param path empty: none was made
 * @param role of the account
 * @param until as pages write times
 */
record GivenInvitation(String path, String name, String signInName, String role, String until) {
    static final GivenInvitation NONE = new GivenInvitation("", "", "", "", "");

    private static final String PAGE = "/sign-in/invitation?token=";

    static GivenInvitation of(PageCall call, Invitation made, String name, String signInName, String role) {
        return new GivenInvitation(made.path(), name, signInName, role, call.moment(made.expiresAt()));
    }

    /** What a form carried along; a path of another page is none. */
    static GivenInvitation carried(PageCall call) {
        return call.typed("givenPath").startsWith(PAGE)
                ? new GivenInvitation(
                        call.typed("givenPath"),
                        call.typed("givenName"),
                        call.typed("givenSignInName"),
                        call.typed("givenRole"),
                        call.typed("givenUntil"))
                : NONE;
    }

    @Override
    public String toString() {
        return "GivenInvitation"; // a secret, and a name
    }
}
