/** Lets TypeScript read the entry of this folder; Astro itself checks the components. */
declare module "*.astro" {
  const Component: (props: never) => unknown;
  export default Component;
}
