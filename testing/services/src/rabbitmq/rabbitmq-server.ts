/** A broker that tests can use. URLs name user, password and vhost. */
export interface RabbitmqServer {
  /** Of a user who may do everything. */
  readonly url: string;
  /** The same with TLS. */
  readonly secureUrl: string;
  /** The authority that the broker's certificate is of, in PEM. */
  readonly ca: string;
  /** Of that user, as it is, not as the URL has it. */
  readonly password: string;
  /** Others: with the least rights that are needed, with no right to enter, and with none once inside. */
  readonly users: { readonly least: string; readonly stranger: string; readonly idle: string };
}
