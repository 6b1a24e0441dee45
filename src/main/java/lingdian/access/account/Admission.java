package lingdian.access.account;

/** Who was let in, and by what. */
public record Admission(Account account, Right right) {}
