export interface BindingCondition {
  readonly expression?: string;
  readonly title?: string;
  readonly description?: string;
  readonly location?: string;
}

export interface Binding {
  readonly role: string;
  /** Google leaves out a list of nobody. */
  readonly members?: readonly string[];
  readonly condition?: BindingCondition;
}

/** Whose calls are not written to the audit log; each exemption counts as a member. */
export interface AuditConfig {
  readonly service?: string;
  readonly auditLogConfigs?: readonly {
    readonly logType?: string;
    readonly exemptedMembers?: readonly string[];
  }[];
}

/** A Google Cloud allow policy as read with `requestedPolicyVersion: 3`; fields we do not know survive. */
export interface AllowPolicy {
  readonly version?: number;
  readonly etag?: string;
  readonly bindings?: readonly Binding[];
  readonly auditConfigs?: readonly AuditConfig[];
}
