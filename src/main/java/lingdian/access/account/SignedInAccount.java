package lingdian.access.account;

import lingdian.access.signin.Session;

/** A signed-in person who looks at a page: their account, and the session that admitted them. */
public record SignedInAccount(Account account, Session session) {
    @Override
    public String toString() {
        return "SignedInAccount[" + account + "]"; // the session is a secret
    }
}
