// Runs in the browser, after Swagger UI's bundle.
const { document, matchMedia, SwaggerUIBundle } = globalThis;

const dark = matchMedia('(prefers-color-scheme: dark)');
function followColorScheme() {
  document.documentElement.classList.toggle('dark-mode', dark.matches);
}
followColorScheme();
dark.addEventListener('change', followColorScheme);

SwaggerUIBundle({
  url: '/docs/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  filter: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: -1, // each operation shows its own
  validatorUrl: null, // would ask a server elsewhere
});
