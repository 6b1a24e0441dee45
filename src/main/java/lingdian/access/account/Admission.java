package lingdian.access.account;

/** An admitted account, and the right by which it was admitted. */
public record Admission(Account account, Right right) {}
